package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.engine.FollowedUpAccount.DAY;
import static org.sekimori.engine.FollowedUpAccount.NINE;
import static org.sekimori.engine.FollowedUpAccount.audited;
import static org.sekimori.engine.FollowedUpAccount.holding;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;

/** Rules on failed log-ins, log-ins and bounces: what they record, what follows, and what a stranger cannot bring about. */
@SuppressWarnings("NullAway.Init")
class EventRulesTest {

    private static final String GUESSED = "guessed-at";
    private static final String RETURNED = "returned";

    private static Rulebook rulebook;
    private static Rulebook shipped;

    @BeforeAll
    static void compile() throws Exception {
        RulebookFiles files = HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP"));
        shipped = Rulebook.compile(files);
        Map<String, String> all = new TreeMap<>(files.files());
        rule(all, GUESSED, "auth_failed", "critical", "failures(\"24h\") >= 20", "auth_failed");
        rule(all, RETURNED, "bounced, complaint", "medium", "trigger == \"bounced\", recipientCount >= 2", "bounced");
        all.computeIfPresent(
                "events/" + RETURNED + "/rule.drl",
                (file, drl) -> drl.replace("    s.flag(", "    s.label(\"returned\", \"7d\");\n    s.flag("));
        rule(
                all,
                "logged-in",
                "auth_succeeded",
                "low",
                "country == \"BR\", distinctCountries(\"24h\") >= 2",
                "auth_succeeded");
        rulebook = Rulebook.compile(new RulebookFiles(new TreeMap<>(all)));
    }

    @AfterAll
    static void release() {
        rulebook.close();
        shipped.close();
    }

    private static void rule(
            Map<String, String> files, String id, String triggers, String severity, String condition, String last) {
        String folder = "events/" + id + "/";
        files.put(folder + "rule.yml", """
                id: %s
                title: A rule on events
                version: 1
                owner: abuse-desk
                severity: %s
                mode: enforce
                triggers: [%s]
                description: It stands for rules on such events.
                false_positives: Everybody whom its conditions hit.
                what_to_do: Look at the events of the account.
                """.formatted(id, severity, triggers));
        files.put(folder + "rule.drl", """
                rule "%s"
                when
                    s : Submission( %s )
                then
                    s.flag("seen at " + s.getTrigger(), "failures", s.failures("24h"));
                end
                """.formatted(id, condition));
        for (boolean hit : List.of(true, false)) {
            files.put(folder + "tests/" + hit + ".yml", """
                    title: anything
                    account: alice@isp.example
                    entries:
                      - {at: 2026-06-01T09:00:00Z, what: %s}
                    expect: {hit: %s}
                    """.formatted(last, hit));
        }
    }

    private static List<Decision> found(List<StepOutput> outputs) {
        return outputs.stream()
                .filter(StepOutput.FindingsMade.class::isInstance)
                .map(output -> ((StepOutput.FindingsMade) output).decision())
                .toList();
    }

    private static List<StepOutput> failures(FollowedUpAccount account, Instant from, int count) {
        List<StepOutput> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outputs.addAll(account.collect(
                    account.alice.outputs(TestEventBuilder.of(EventKind.AUTH_FAILED, from.plusSeconds(i))
                            .from("CN", "203.0.113.9"))));
        }
        return outputs;
    }

    private static List<StepOutput> bounce(FollowedUpAccount account, Instant time, String queue, int recipients) {
        return account.collect(account.alice.outputs(TestEventBuilder.of(EventKind.BOUNCED, time)
                .queue("mx1", queue)
                .recipients(recipients)
                .status("5.1.1")));
    }

    private static Decision send(FollowedUpAccount account, Instant time, String queue) {
        List<StepOutput> outputs = account.alice.outputs(TestEventBuilder.submission(time)
                .queue("mx1", queue)
                .recipients(10)
                .from("JP", "198.51.100.7"));
        account.collect(outputs);
        return outputs.stream()
                .filter(StepOutput.DecisionMade.class::isInstance)
                .map(one -> ((StepOutput.DecisionMade) one).decision())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aBounceFlagsAtOnceAndTheRecordHasNoVerdict() {
        try (FollowedUpAccount account = new FollowedUpAccount(rulebook, holding(null))) {
            send(account, NINE, "Q1");
            List<StepOutput> outputs = bounce(account, NINE.plusSeconds(60), "Q1", 2);

            assertThat(found(outputs)).singleElement().satisfies(decision -> {
                assertThat(decision.trigger()).isEqualTo(EventKind.BOUNCED);
                assertThat(decision.verdict()).isEqualTo(Verdict.NONE);
                assertThat(decision.flags()).containsExactly(RETURNED);
                assertThat(decision.findings().get(0).reason()).isEqualTo("seen at bounced");
            });
            assertThat(outputs).noneMatch(StepOutput.DecisionMade.class::isInstance);
            assertThat(outputs).noneMatch(StepOutput.AnswerSent.class::isInstance);
            assertThat(account.open().state()).isEqualTo(State.FLAGGED);
            assertThat(account.open().severity()).isEqualTo(Severity.MEDIUM);
            assertThat(account.open().doubt()).isFalse();
            assertThat(account.open().messagesOut()).isEqualTo(1);
        }
    }

    @Test
    void aBounceMayLabelTheAccount() {
        try (FollowedUpAccount account = new FollowedUpAccount(rulebook, holding(null))) {
            send(account, NINE, "Q1");
            bounce(account, NINE.plusSeconds(60), "Q1", 2);

            assertThat(account.alice.state().profile().labels().has("returned", NINE.plusSeconds(120)))
                    .isTrue();
            assertThat(send(account, NINE.plusSeconds(180), "Q2").labels()).containsExactly("returned");
            assertThat(send(account, NINE.plus(Duration.ofDays(8)), "Q3").labels())
                    .as("after a week it is gone")
                    .isEmpty();
        }
    }

    @Test
    void theBounceOfAnotherAccountsMailAndARepeatedOneRunNoRule() {
        try (FollowedUpAccount account = new FollowedUpAccount(rulebook, holding(null))) {
            send(account, NINE, "Q1");

            assertThat(found(bounce(account, NINE.plusSeconds(60), "ELSEWHERE", 2)))
                    .isEmpty();
            TestEventBuilder one = TestEventBuilder.of(EventKind.BOUNCED, NINE.plusSeconds(70))
                    .id("b1")
                    .queue("mx1", "Q1")
                    .recipients(1)
                    .status("5.1.1");
            assertThat(found(account.alice.outputs(one))).isEmpty();
            assertThat(found(account.alice.outputs(one))).isEmpty();
        }
    }

    @Test
    void tenThousandFailuresMakeOneFlagADay() {
        try (FollowedUpAccount account = new FollowedUpAccount(rulebook, holding(null))) {
            List<Decision> first = found(failures(account, NINE, 10_000));
            assertThat(first).singleElement().satisfies(decision -> assertThat(
                            decision.findings().get(0).evidence())
                    .containsEntry("failures", 20L));
            int size = account.alice.size();
            assertThat(found(failures(account, NINE.plusSeconds(20_000), 5_000)))
                    .isEmpty();
            assertThat(account.alice.size()).isLessThanOrEqualTo(size + 64);

            assertThat(found(failures(account, NINE.plus(DAY).plusSeconds(20), 30)))
                    .hasSize(1);
            assertThat(account.open().rules().get(0).hits()).isEqualTo(2);
        }
    }

    @Test
    void whatAnybodyCanCauseIsADoubtOfLowSeverityAndHoldsNobody() {
        try (FollowedUpAccount account = new FollowedUpAccount(rulebook, holding(Severity.LOW, GUESSED))) {
            failures(account, NINE, 100);

            Case open = account.open();
            assertThat(open.doubt()).isTrue();
            assertThat(open.severity()).isEqualTo(Severity.LOW);
            assertThat(open.messagesOut()).isZero();
            assertThat(account.hold()).isNull();
            assertThat(account.verdict(NINE.plusSeconds(200))).isEqualTo("accept");
        }
    }

    @Test
    void whatAnybodyCanCauseLeavesTheProfileAsWithoutTheRule() {
        try (FollowedUpAccount with = new FollowedUpAccount(rulebook, holding(null));
                FollowedUpAccount without = new FollowedUpAccount(shipped, holding(null))) {
            assertThat(found(failures(with, NINE, 100))).hasSize(1);
            failures(without, NINE, 100);

            assertThat(with.alice.profile()).isEqualTo(without.alice.profile());
        }
    }

    @Test
    void theStolenPasswordTriedAgainAfterAReleaseReopensNothing() {
        try (FollowedUpAccount account = new FollowedUpAccount(rulebook, holding(Severity.HIGH))) {
            account.released(NINE);
            assertThat(account.open().state()).isEqualTo(State.RELEASED);
            Instant later = NINE.plusSeconds(3_600);

            List<StepOutput> outputs = failures(account, later, 50);

            assertThat(found(outputs)).hasSize(1);
            assertThat(account.open().state()).isEqualTo(State.RELEASED);
            assertThat(account.hold()).isNull();
            assertThat(audited(outputs)).doesNotContain("case_reopened", "hold_place");
            assertThat(account.verdict(later.plusSeconds(100))).isEqualTo("accept");

            account.close(later.plusSeconds(200), Outcome.CONFIRMED);
            failures(account, later.plus(DAY).plusSeconds(300), 50);
            assertThat(account.open().doubt()).as("a case of its own").isTrue();
            assertThat(account.open().reopened()).isZero();
        }
    }

    @Test
    void aDoubtThatAStrangerPreparedDoesNotMakeTheNextFlagGraver() {
        try (FollowedUpAccount account = new FollowedUpAccount(rulebook, holding(Severity.HIGH))) {
            failures(account, NINE, 100);
            send(account, NINE.plusSeconds(200), "Q1");
            bounce(account, NINE.plusSeconds(260), "Q1", 2);

            assertThat(account.open().doubt()).isFalse();
            assertThat(account.open().severity()).isEqualTo(Severity.MEDIUM);
            assertThat(account.hold()).isNull();
        }
    }

    @Test
    void aSuccessfulLogInIsJudgedByWhatWasKnownBeforeWithItsOwnPlace() {
        try (FollowedUpAccount account = new FollowedUpAccount(rulebook, holding(null))) {
            send(account, NINE, "Q1");
            List<StepOutput> outputs =
                    account.alice.outputs(TestEventBuilder.of(EventKind.AUTH_SUCCEEDED, NINE.plusSeconds(60))
                            .from("BR", "203.0.113.9"));
            assertThat(found(outputs)).singleElement().satisfies(decision -> assertThat(decision.flags())
                    .containsExactly("logged-in"));
        }
    }

    @Test
    void aCandidatesFindingIsRecordedOnceAndOpensNoCase() {
        try (StepEngine engine = new StepEngine(shipped, rulebook)) {
            AccountState state = null;
            List<Decision> found = new ArrayList<>();
            List<TestEventBuilder> happened = new ArrayList<>(List.of(TestEventBuilder.submission(NINE)
                    .queue("mx1", "Q1")
                    .recipients(10)
                    .from("JP", "198.51.100.7")));
            for (int i = 1; i < 4; i++) {
                happened.add(TestEventBuilder.of(EventKind.BOUNCED, NINE.plusSeconds(60L * i))
                        .queue("mx1", "Q1")
                        .recipients(2)
                        .status("5.1.1"));
            }
            for (int i = 0; i < happened.size(); i++) {
                LogEntry entry = new LogEntry.Mail(happened.get(i).event(Account.of("alice@isp.example"), i));
                StepResult step = engine.step(state, entry);
                state = step.state();
                found.addAll(found(step.outputs()));
            }
            assertThat(found).singleElement().satisfies(decision -> {
                assertThat(decision.findings()).isEmpty();
                assertThat(decision.flags()).isEmpty();
                assertThat(decision.shadow()).isNotNull().satisfies(shadow -> {
                    assertThat(shadow.differs()).isTrue();
                    assertThat(shadow.flags()).containsExactly(RETURNED);
                });
                assertThat(RuleHitCount.of(decision))
                        .containsExactly(new RuleHitCount(RETURNED, RuleHitCount.Role.CANDIDATE, 1, 0, 1));
            });
            assertThat(state).isNotNull();
            assertThat(state.cases()).isNull();
        }
    }

    @Test
    void anInventedAccountLeavesNothing() {
        try (SingleAccountHarness nobody = new SingleAccountHarness(rulebook, "invented@isp.example")) {
            for (int i = 0; i < 100; i++) {
                assertThat(nobody.outputs(TestEventBuilder.of(EventKind.AUTH_FAILED, NINE.plusSeconds(i))))
                        .isEmpty();
            }
            assertThat(nobody.size()).isZero();
        }
    }

    @Test
    void submissionsAreDecidedAsWithoutSuchRules() {
        try (FollowedUpAccount with = new FollowedUpAccount(rulebook, holding(null));
                FollowedUpAccount without = new FollowedUpAccount(shipped, holding(null))) {
            for (int i = 0; i < 40; i++) {
                Instant time = NINE.plusSeconds(60L * i);
                TestEventBuilder one = TestEventBuilder.submission(time)
                        .from("JP", "198.51." + i % 8 + ".7")
                        .recipients(i % 5 + 1);
                Decision a = with.alice.decide(one);
                Decision b = without.alice.decide(one);
                assertThat(a.verdict()).isEqualTo(b.verdict());
                assertThat(a.findings()).isEqualTo(b.findings());
            }
        }
    }
}
