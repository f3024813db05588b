package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.engine.StepOutput.CasesChanged;
import org.sekimori.engine.StepOutput.OwnerQuestionRaised;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.profile.ProfileView;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.TrafficClass;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;

/** Attempts that a log reports after the server had queued the message: decided as advice, counted once whoever else tells. */
@SuppressWarnings("NullAway.Init")
class AfterQueueAttemptTest {

    private static final Instant TIME = Instant.parse("2026-06-01T09:00:00Z");

    private static Rulebook rulebook;
    private SingleAccountHarness alice;

    @BeforeAll
    static void compile() throws Exception {
        rulebook = Rulebook.compile(HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP")));
    }

    @AfterAll
    static void drop() {
        rulebook.close();
    }

    @BeforeEach
    void open() {
        alice = new SingleAccountHarness(rulebook, "alice@isp.example");
    }

    @AfterEach
    void close() {
        alice.close();
    }

    private static TestEventBuilder asked(Instant time) {
        return TestEventBuilder.submission(time).queue("mx1", "4jZ3RH").recipients(3);
    }

    private static TestEventBuilder logged(Instant time) {
        return asked(time).afterQueue().publishedBy("follower:mx1");
    }

    private ProfileView profile() {
        return alice.profile().at(TIME.plusSeconds(600), ZoneOffset.UTC);
    }

    private long sent() {
        return profile().sent(TimeWindow.HOUR, TrafficClass.ANY);
    }

    @Test
    void whatWouldHaveBeenRefusedIsSaidAndCountedForItWasSent() {
        List<StepOutput> outputs = alice.outputs(logged(TIME).from("DE", "91.10.20.30"));

        Decision decision = ((StepOutput.DecisionMade) outputs.get(0)).decision();
        assertThat(decision.verdict().word()).isEqualTo("accept");
        assertThat(decision.would()).isNotNull();
        assertThat(String.valueOf(decision.would())).contains("550");
        assertThat(decision.refusal()).isNull();
        assertThat(outputs)
                .as("the owner is not told of a refusal that was none")
                .noneMatch(OwnerQuestionRaised.class::isInstance);
        assertThat(sent()).isEqualTo(1);
        assertThat(profile().recipients(TimeWindow.HOUR, TrafficClass.ANY)).isEqualTo(3);
    }

    @Test
    void flagsOfReportedMailOpenACase() {
        List<StepOutput> outputs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Instant time = TIME.plusSeconds(i);
            outputs.addAll(
                    alice.outputs(TestEventBuilder.submission(time).afterQueue().queue("mx1", "Q1" + i)));
            outputs.addAll(
                    alice.outputs(TestEventBuilder.of(EventKind.BOUNCED, time).queue("mx1", "Q1" + i)));
        }

        assertThat(profile().bounced(TimeWindow.HOUR)).isEqualTo(60);
        assertThat(alice.state().caseSet().open()).isNotNull();
        assertThat(outputs).anyMatch(CasesChanged.class::isInstance);
        assertThat(String.valueOf(alice.state().caseSet().open())).contains("backscatter");
    }

    static Stream<List<TestEventBuilder>> ordersOfOneMessage() {
        List<TestEventBuilder> reports = List.of(
                asked(TIME).id("asked"),
                logged(TIME.plusSeconds(2)).id("logged"),
                logged(TIME.plusSeconds(2)).id("logged by another instance"),
                TestEventBuilder.of(EventKind.ACCEPTED, TIME.plusSeconds(2))
                        .queue("mx1", "4jZ3RH")
                        .id("accepted"));
        List<List<TestEventBuilder>> orders = new ArrayList<>();
        permute(new ArrayList<>(reports), 0, orders);
        return orders.stream();
    }

    private static void permute(List<TestEventBuilder> left, int from, List<List<TestEventBuilder>> orders) {
        if (from == left.size()) {
            orders.add(List.copyOf(left));
            return;
        }
        IntStream.range(from, left.size()).forEach(i -> {
            Collections.swap(left, from, i);
            permute(left, from + 1, orders);
            Collections.swap(left, from, i);
        });
    }

    @ParameterizedTest
    @MethodSource("ordersOfOneMessage")
    void oneMessageCountsOnceInWhateverOrderItIsToldOf(List<TestEventBuilder> reports) {
        reports.forEach(alice::step);

        assertThat(sent()).isEqualTo(1);
        assertThat(profile().recipients(TimeWindow.HOUR, TrafficClass.ANY)).isEqualTo(3);
        assertThat(alice.profile().counters().acceptedMessages()).isEqualTo(1);
        assertThat(alice.profile().counters().acceptedRecipients()).isEqualTo(3);
    }

    @Test
    void aQuestionIsAnsweredAlthoughTheLogWasRead() {
        alice.step(logged(TIME));

        assertThat(alice.decide(asked(TIME)).verdict().word()).isEqualTo("accept");
    }

    @Test
    void ofAMessageThatWasAskedAboutTheLogOnlyConfirms() {
        alice.decide(asked(TIME));

        assertThat(alice.step(logged(TIME.plusSeconds(1)))).isEmpty();
        alice.step(asked(TIME.plusSeconds(2)).id("mx"));
        assertThat(sent()).as("an attempt of its own id is another, as ever").isEqualTo(2);
    }

    @Test
    void whatWasRefusedAndSentAllTheSameCounts() {
        assertThat(alice.decide(asked(TIME).from("DE", "91.10.20.30")).verdict().word())
                .isEqualTo("reject");
        assertThat(sent()).isZero();

        alice.step(logged(TIME.plusSeconds(1)).from("DE", "91.10.20.30"));

        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void noReportGivesBackWhatWasSent() {
        alice.step(logged(TIME));
        alice.step(TestEventBuilder.of(EventKind.REJECTED, TIME.plusSeconds(1))
                .queue("mx1", "4jZ3RH")
                .beforeQueue());

        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void aQueueIdThatIsUsedAgainIsAnotherMessage() {
        alice.step(logged(TIME.minusSeconds(3600)));
        alice.step(logged(TIME));

        assertThat(profile().sent(TimeWindow.of("24h"), TrafficClass.ANY)).isEqualTo(2);
    }

    @Test
    void bouncesNeverExceedTheRecipientsOfTheSubmission() {
        alice.step(logged(TIME));
        for (int i = 0; i < 50; i++) {
            alice.step(
                    TestEventBuilder.of(EventKind.BOUNCED, TIME.plusSeconds(i)).queue("mx1", "4jZ3RH"));
        }

        assertThat(profile().bounced(TimeWindow.HOUR)).isEqualTo(3);
    }
}
