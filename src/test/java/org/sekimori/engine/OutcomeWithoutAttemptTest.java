package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.engine.StepOutput.AuditRecord;
import org.sekimori.engine.StepOutput.OutcomeReported;
import org.sekimori.mail.EventKind;
import org.sekimori.profile.OutcomeMatch;
import org.sekimori.profile.TimeWindow;
import org.sekimori.profile.TrafficClass;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;

/** What somebody reports about messages that nobody asked about cannot use up an account's limits, nor undo what was decided. */
@SuppressWarnings("NullAway.Init")
class OutcomeWithoutAttemptTest {

    private static final Instant TIME = Instant.parse("2026-06-01T09:00:00Z");

    private Rulebook rulebook;
    private SingleAccountHarness alice;

    @BeforeEach
    void open() throws Exception {
        compile("");
    }

    private void compile(String limit) throws Exception {
        RulebookFiles files = HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP"));
        String policy = String.valueOf(files.files().get("policy.yml"));
        rulebook = Rulebook.compile(files.with("policy.yml", policy.replace("  limits:\n", "  limits:\n" + limit)));
        alice = new SingleAccountHarness(rulebook, "alice@isp.example");
    }

    @AfterEach
    void close() {
        alice.close();
        rulebook.close();
    }

    private static TestEventBuilder accepted(int recipients) {
        return TestEventBuilder.of(EventKind.ACCEPTED, TIME).recipients(recipients);
    }

    private OutcomeReported heard(TestEventBuilder outcome) {
        return alice.outputs(outcome).stream()
                .filter(OutcomeReported.class::isInstance)
                .map(OutcomeReported.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private long recipientsToday() {
        return alice.profile()
                .at(TIME.plusSeconds(60), ZoneOffset.UTC)
                .recipients(TimeWindow.of("24h"), TrafficClass.ANY);
    }

    @Test
    void oneReportOfAMillionRecipientsDoesNotCloseTheDay() {
        OutcomeReported heard = heard(accepted(1_000_000).publishedBy("inbox:local"));

        assertThat(heard.bounded()).isTrue();
        assertThat(recipientsToday()).isEqualTo(100);
        assertThat(alice.verdict(TIME.plusSeconds(60))).isEqualTo("accept");
    }

    @Test
    void fromAbroadItIsATenthOfWhatMayBeSentFromThere() {
        heard(accepted(1_000_000).from("DE", "91.10.20.30").publishedBy("inbox:local"));

        assertThat(recipientsToday()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({
        "'    recipients_per_outcome: 7\n', 7",
        "'    recipients_per_outcome: none\n', 200",
        "'    recipients_per_outcome: 100000\n', 200"
    })
    void thePolicySaysHowMuchAReportCountsAndNeverMoreThanATenthOfADay(String limit, int counted) throws Exception {
        close();
        compile(limit.replace("\\n", "\n"));

        heard(accepted(1_000_000).publishedBy("mx-logs"));

        assertThat(recipientsToday()).isEqualTo(counted);
    }

    @Test
    void whatWasAskedAboutCountsAsItWasAsked() {
        alice.decide(TestEventBuilder.submission(TIME).queue("mx1", "4jZ3RH").recipients(3));

        OutcomeReported heard = heard(accepted(1_000_000).queue("mx1", "4jZ3RH").publishedBy("mx-logs"));

        assertThat(heard.match()).isEqualTo(OutcomeMatch.FOUND);
        assertThat(recipientsToday()).isEqualTo(3);
    }

    @Test
    void anOutcomeAheadOfItsAttemptCountsAsTheAttemptDoes() {
        heard(accepted(1_000_000).queue("mx1", "4jZ3RH").publishedBy("mx-logs"));

        alice.decide(TestEventBuilder.submission(TIME.plusSeconds(1))
                .queue("mx1", "4jZ3RH")
                .recipients(150));

        assertThat(recipientsToday()).isEqualTo(150);
    }

    @ParameterizedTest
    @CsvSource({"4jZ3RH", "NOQUEUE"})
    void whoMayNotSayWhatWasSubmittedSaysNothingWithoutAnAttempt(String queueId) {
        alice.decide(TestEventBuilder.submission(TIME).queue("mx1", "5kZ3RH"));

        OutcomeReported heard = heard(accepted(40).queue("mx1", queueId).reportedBy("mx-logs"));

        assertThat(heard.match()).isIn(OutcomeMatch.NOT_FOUND, OutcomeMatch.NO_ID);
        assertThat(recipientsToday()).isEqualTo(1);
    }

    @Test
    void anAccountThatNeverSubmittedIsNotMadeByAReport() {
        OutcomeReported heard = heard(accepted(1).reportedBy("mx-logs"));

        assertThat(heard.match()).isEqualTo(OutcomeMatch.NOT_FOUND);
        assertThat(alice.size()).isZero();
    }

    @Test
    void itsOwnAttemptIsFoundAllTheSame() {
        alice.decide(TestEventBuilder.submission(TIME).queue("mx1", "4jZ3RH"));

        assertThat(heard(accepted(1).queue("mx1", "4jZ3RH").reportedBy("mx-logs"))
                        .match())
                .isEqualTo(OutcomeMatch.FOUND);
    }

    @Test
    void whatAnotherServerSaysOfTheSameQueueIdTouchesNothing() {
        alice.decide(TestEventBuilder.submission(TIME).queue("mx1", "4jZ3RH").recipients(10));

        OutcomeReported heard = heard(TestEventBuilder.of(EventKind.REJECTED, TIME)
                .queue("mx2", "4jZ3RH")
                .beforeQueue()
                .publishedBy("mx2-logs"));

        assertThat(heard.match()).isEqualTo(OutcomeMatch.NOT_FOUND);
        assertThat(recipientsToday()).isEqualTo(10);
    }

    @Test
    void recordsOfNoPublisherCountAsTheyAlwaysDid() {
        OutcomeReported heard = heard(accepted(5_000));

        assertThat(heard.bounded()).isFalse();
        assertThat(recipientsToday()).isEqualTo(5_000);
    }

    @Test
    void whoChangesAnAccountIsFoundOnTheAuditTrail() {
        alice.decide(TestEventBuilder.submission(TIME));

        for (EventKind kind :
                List.of(EventKind.PASSWORD_CHANGED, EventKind.ACCOUNT_RENAMED, EventKind.ACCOUNT_CLOSED)) {
            List<StepOutput> outputs =
                    alice.outputs(TestEventBuilder.of(kind, TIME.plusSeconds(9)).publishedBy("crm"));

            assertThat(outputs.stream()
                            .filter(AuditRecord.class::isInstance)
                            .map(AuditRecord.class::cast)
                            .toList())
                    .as(kind.word())
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.what()).isEqualTo(kind.word());
                        assertThat(line.by()).isEqualTo("crm");
                    });
        }
    }
}
