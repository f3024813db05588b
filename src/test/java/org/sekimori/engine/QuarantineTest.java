package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.engine.FollowedUpAccount.NINE;
import static org.sekimori.engine.FollowedUpAccount.audited;
import static org.sekimori.engine.FollowedUpAccount.holding;
import static org.sekimori.engine.FollowedUpAccount.verdict;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseHistoryEntry;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.Profile;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.policy.QuarantineMode;
import org.sekimori.rules.source.RulebookFiles;

/** Messages that the mail server holds for a person to look at. */
@SuppressWarnings("NullAway.Init")
class QuarantineTest {

    private static final String RULE = "doubtful";
    private static final Account ALICE = Account.of("alice@isp.example");

    private static Rulebook japan;

    /** Holds messages to five recipients and more; six are refused for now, seven for good. */
    @BeforeAll
    static void compile() throws Exception {
        RulebookFiles files = RulebookFiles.read(Path.of("rules"))
                .with("test/doubtful/rule.drl", """
                        rule "doubtful"
                        when
                            s : Submission( recipientCount >= threshold("few") )
                        then
                            s.quarantine("to " + s.getRecipientCount() + " recipients", "recipients", s.getRecipientCount());
                        end
                        rule "doubtful: six"
                        when
                            s : Submission( recipientCount == threshold("six") )
                        then
                            s.defer("to six");
                        end
                        rule "doubtful: seven"
                        when
                            s : Submission( recipientCount == threshold("seven") )
                        then
                            s.reject("to seven");
                            s.defer("to seven");
                        end
                        """)
                .with("test/doubtful/rule.yml", """
                        id: doubtful
                        title: Many recipients
                        version: 1
                        owner: nobody
                        severity: medium
                        mode: enforce
                        description: It stands for any rule that doubts.
                        false_positives: Everybody.
                        what_to_do: Look at it.
                        text: first-send-at-limit
                        """)
                .with("test/doubtful/tests/hit.yml", test(5, "quarantine", true))
                .with("test/doubtful/tests/miss.yml", test(4, "accept", false));
        String policy = Objects.requireNonNull(files.files().get("policy.yml"));
        japan = Rulebook.compile(HomeCountryOverride.apply(
                files.with(
                        "policy.yml",
                        policy.replace("  thresholds:\n", "  thresholds:\n    few: 5\n    six: 6\n    seven: 7\n")),
                List.of("JP")));
    }

    private static String test(int recipients, String verdict, boolean hit) {
        return "title: a\naccount: alice@isp.example\nentries:\n  - {at: 2026-06-01T09:00:00Z, what: submission, from: JP,"
                + " recipients: " + recipients + "}\nexpect: {verdict: " + verdict + ", hit: " + hit + "}\n";
    }

    @AfterAll
    static void release() {
        japan.close();
    }

    private static FollowedUpAccount account() {
        return new FollowedUpAccount(japan, CaseLifecyclePolicy.DEFAULT);
    }

    private static TestEventBuilder doubtful(Instant time) {
        return TestEventBuilder.submission(time).from("JP", "192.0.2.7").recipients(5);
    }

    private static List<StepOutput> send(FollowedUpAccount account, Instant time, int recipients) {
        return account.collect(account.alice.outputs(doubtful(time).recipients(recipients)));
    }

    private static Decision decision(List<StepOutput> outputs) {
        return outputs.stream()
                .filter(StepOutput.DecisionMade.class::isInstance)
                .map(output -> ((StepOutput.DecisionMade) output).decision())
                .findFirst()
                .orElseThrow();
    }

    private static Rulebook under(QuarantineMode mode) {
        DomainPolicy policy = japan.policies().of(ALICE.domain());
        return japan.with(ALICE.domain(), policy.toBuilder().quarantine(mode).build());
    }

    @Test
    void theClientIsToldThatTheMessageWasTakenAndTheCaseKnowsThatItWaits() {
        try (FollowedUpAccount account = account()) {
            List<StepOutput> outputs = send(account, NINE, 5);
            Decision decision = decision(outputs);

            assertThat(decision.verdict()).isEqualTo(Verdict.QUARANTINE);
            assertThat(decision.verdict().refuses()).isFalse();
            assertThat(decision.flags()).containsExactly(RULE);
            Decision.Refusal texts = Objects.requireNonNull(decision.refusal());
            assertThat(texts.customer()).isEmpty();
            assertThat(texts.analyst()).isEqualTo("doubtful: to 5 recipients");
            assertThat(outputs)
                    .filteredOn(StepOutput.AnswerSent.class::isInstance)
                    .extracting(output -> ((StepOutput.AnswerSent) output).answer())
                    .allSatisfy(answer -> {
                        assertThat(answer.verdict()).isEqualTo(Verdict.QUARANTINE);
                        assertThat(answer.text()).isEmpty();
                        assertThat(answer.reference()).isEqualTo(decision.reference());
                    });
            assertThat(audited(outputs)).containsExactly("case_opened");
            assertThat(account.open().quarantined()).isEqualTo(1);
            assertThat(account.open().messagesOut()).isZero();
            assertThat(account.open().recipientsOut()).isZero();
            assertThat(account.open().doubt()).isTrue();
        }
    }

    @Test
    void aRejectIsStrongerThanADeferAndThatThanAQuarantine() {
        try (FollowedUpAccount account = account()) {
            assertThat(verdict(send(account, NINE, 4))).isEqualTo("accept");
            assertThat(verdict(send(account, NINE, 5))).isEqualTo("quarantine");
            assertThat(verdict(send(account, NINE, 6))).isEqualTo("defer");
            assertThat(verdict(send(account, NINE, 7))).isEqualTo("reject");
            assertThat(decision(send(account, NINE, 7)).findings())
                    .extracting(finding -> finding.effect())
                    .containsSubsequence(Effect.REJECT, Effect.DEFER);
        }
    }

    @Test
    void whatWasQuarantinedUsesTheLimitLikeWhatPassed() {
        try (FollowedUpAccount account = account()) {
            long before = account.alice.profile().counters().acceptedMessages();
            send(account, NINE, 5);

            assertThat(account.alice.profile().counters().acceptedMessages()).isEqualTo(before + 1);
            assertThat(account.alice
                            .profile()
                            .at(NINE.plusSeconds(1), ZoneId.of("Asia/Tokyo"))
                            .figures())
                    .containsEntry("recipients_1h", 5L);
        }
    }

    /** Twelve days from a new network: let pass they make it the owner's, quarantined they do not, whatever the server reports. */
    @Test
    void aQuarantinedMessageIsNoHabitOfTheOwnersEvenWhenTheServerReportsThatItWasReleased() {
        try (FollowedUpAccount held = account();
                FollowedUpAccount passed =
                        new FollowedUpAccount(under(QuarantineMode.PASS), CaseLifecyclePolicy.DEFAULT)) {
            for (FollowedUpAccount account : List.of(held, passed)) {
                for (int day = 0; day < 12; day++) {
                    Instant time = NINE.plus(Duration.ofDays(day));
                    String queue = "Q" + day;
                    account.alice.outputs(
                            doubtful(time).to(List.of("a", "b", "c", "d", "e")).queue("mx1", queue));
                    for (EventKind kind : List.of(EventKind.ACCEPTED, EventKind.DEFERRED)) {
                        account.alice.outputs(TestEventBuilder.of(kind, time.plusSeconds(3600))
                                .queue("mx1", queue)
                                .reportedBy("follower"));
                    }
                }
            }
            assertThat(held.alice.profile().recipients()).isEqualTo(Profile.NEW.recipients());
            assertThat(passed.alice.profile().recipients()).isNotEqualTo(Profile.NEW.recipients());
            assertThat(held.alice.profile().networks())
                    .isNotEqualTo(passed.alice.profile().networks());
            assertThat(held.alice.profile().counters())
                    .isEqualTo(passed.alice.profile().counters());
        }
    }

    @Test
    void anOutcomeThatArrivedBeforeTheAttemptMakesItNoHabitEither() {
        try (FollowedUpAccount account = account()) {
            account.alice.outputs(TestEventBuilder.of(EventKind.ACCEPTED, NINE).queue("mx1", "Q1"));
            account.alice.outputs(
                    doubtful(NINE).to(List.of("a", "b", "c", "d", "e")).queue("mx1", "Q1"));

            assertThat(account.alice.profile().recipients()).isEqualTo(Profile.NEW.recipients());
        }
    }

    @Test
    void aDoubtPlacesNoHoldAndAFlagBesideItDoes() {
        try (FollowedUpAccount account = new FollowedUpAccount(japan, holding(Severity.LOW))) {
            send(account, NINE, 5);
            assertThat(account.hold()).isNull();
            int version = account.open().version();

            account.flag(NINE.plusSeconds(60));
            assertThat(account.open().doubt()).isFalse();
            assertThat(account.open().version()).isGreaterThan(version);
            assertThat(account.hold()).isNotNull();
        }
    }

    @Test
    void aPersonsReportEndsTheDoubt() {
        try (FollowedUpAccount account = account()) {
            send(account, NINE, 5);
            account.ask(new CaseCommand.Report(account.head(NINE.plusSeconds(60)), "", "list mail"));

            assertThat(account.open().doubt()).isFalse();
            assertThat(account.open().quarantined()).isEqualTo(1);
        }
    }

    @Test
    void theHistorySaysWhoReleasedOrDeletedWhatWaited() {
        try (FollowedUpAccount account = account()) {
            send(account, NINE, 5);
            send(account, NINE.plusSeconds(1), 5);
            assertThat(account.open().quarantined()).isEqualTo(2);

            CaseCommand release =
                    new CaseCommand.ClearQuarantine(account.head(NINE.plusSeconds(60)), false, 2, List.of());
            assertThat(audited(account.ask(release))).containsExactly("case_quarantine_released");
            assertThat(audited(account.ask(release))).isEmpty();
            assertThat(account.open().quarantined()).isZero();
            assertThat(account.open().state()).isEqualTo(State.FLAGGED);
            assertThat(account.lastStep())
                    .extracting(CaseHistoryEntry::what, CaseHistoryEntry::by, CaseHistoryEntry::text)
                    .containsExactly("quarantine_released", "sato", "2 messages");

            send(account, NINE.plusSeconds(90), 5);
            account.close(NINE.plusSeconds(120), Outcome.CONFIRMED);
            String closed = account.cases().closed().get(0).id();
            account.ask(new CaseCommand.ClearQuarantine(
                    new CaseCommand.Header("late", ALICE, NINE.plusSeconds(180), "sato", "cli", closed, null),
                    true,
                    1,
                    List.of()));
            assertThat(account.cases().closed().get(0).quarantined()).isZero();
            assertThat(account.cases().closed().get(0).lastStep())
                    .extracting(CaseHistoryEntry::what)
                    .isEqualTo("quarantine_deleted");
        }
    }

    @Test
    void whatTwoPeopleReleaseCountsOnceAndTheCaseRemembersTheLatest() {
        try (FollowedUpAccount account = account()) {
            List<String> references = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                references.add(decision(send(account, NINE.plusSeconds(i), 5)).reference());
            }
            account.ask(new CaseCommand.ClearQuarantine(
                    account.head(NINE.plusSeconds(60)), false, 2, references.subList(0, 2)));
            account.ask(new CaseCommand.ClearQuarantine(
                    account.head(NINE.plusSeconds(61)), true, 2, references.subList(0, 2)));
            assertThat(account.open().quarantined()).isEqualTo(1);
            assertThat(account.open().cleared()).containsExactlyElementsOf(references.subList(0, 2));

            List<String> many = IntStream.range(0, Case.MOST_CLEARED)
                    .mapToObj(i -> ReferenceCode.of(ALICE, "more " + i).code())
                    .toList();
            account.ask(new CaseCommand.ClearQuarantine(account.head(NINE.plusSeconds(62)), true, many.size(), many));
            assertThat(account.open().cleared()).containsExactlyElementsOf(many);
            account.close(NINE.plusSeconds(120), Outcome.CONFIRMED);
            assertThat(account.cases().closed().get(0).cleared()).containsExactlyElementsOf(many);
        }
    }

    @Test
    void whereTheServerCannotHoldItPassesOrIsRefusedForNowByTheOperatorsChoice() {
        try (FollowedUpAccount passing =
                        new FollowedUpAccount(under(QuarantineMode.PASS), CaseLifecyclePolicy.DEFAULT);
                FollowedUpAccount deferring =
                        new FollowedUpAccount(under(QuarantineMode.DEFER), CaseLifecyclePolicy.DEFAULT)) {
            Decision passed = decision(send(passing, NINE, 5));
            assertThat(passed.verdict()).isEqualTo(Verdict.ACCEPT);
            assertThat(passed.would()).isNull();
            assertThat(passed.flags()).containsExactly(RULE);
            assertThat(passing.open().quarantined()).isZero();
            assertThat(passing.open().messagesOut()).isEqualTo(1);
            assertThat(passing.open().doubt()).isTrue();

            Decision deferred = decision(send(deferring, NINE, 5));
            assertThat(deferred.verdict()).isEqualTo(new Verdict.Defer(450, "4.7.1"));
            assertThat(Objects.requireNonNull(deferred.refusal()).customer()).isNotEmpty();
            assertThat(deferring.open().quarantined()).isZero();
        }
    }

    @Test
    void anObservedDomainRecordsWhatWouldHaveBeenHeld() {
        DomainPolicy nowhere = japan.policies().of(ALICE.domain()).toBuilder()
                .home(new TreeSet<>())
                .build();
        try (FollowedUpAccount account =
                new FollowedUpAccount(japan.with(ALICE.domain(), nowhere), CaseLifecyclePolicy.DEFAULT)) {
            Decision decision = decision(send(account, NINE, 5));

            assertThat(decision.verdict()).isEqualTo(Verdict.ACCEPT);
            assertThat(decision.would()).isEqualTo(Verdict.QUARANTINE);
            assertThat(account.cases().isEmpty()).isTrue();
        }
    }

    @Test
    void aRepeatedRequestIsHeldAgainAlsoAfterTheStateWasStored() {
        try (SingleAccountHarness alice = new SingleAccountHarness(japan, ALICE.name())) {
            alice.outputs(doubtful(NINE).id("once"));
            List<StepOutput> again = alice.outputs(doubtful(NINE).id("once"));

            assertThat(again).singleElement().satisfies(output -> {
                assertThat(((StepOutput.AnswerSent) output).answer().verdict()).isEqualTo(Verdict.QUARANTINE);
                assertThat(((StepOutput.AnswerSent) output).answer().text()).isEmpty();
            });
            assertThat(AccountStateCodec.decode(AccountStateCodec.encode(alice.state()))
                            .answers()
                            .get(0)
                            .verdict())
                    .isEqualTo(Verdict.QUARANTINE);
        }
    }

    @Test
    void anAnswerWithoutTheLogThatLetItPassIsAuditedAndCountsOnce() {
        try (SingleAccountHarness alice = new SingleAccountHarness(japan, ALICE.name())) {
            alice.outputs(doubtful(NINE).id("late").queue("mx1", "Q1"));
            var counted = alice.profile();
            List<StepOutput> outputs = alice.outputs(new LogEntry.AnswerGiven(
                    ALICE, "late", NINE.plusSeconds(1), "accept", "fallback", "postfix@mx1", 1_000_000));

            assertThat(audited(outputs)).containsExactly("answer_differs");
            assertThat(alice.profile()).isEqualTo(counted);
        }
    }

    @Test
    void theWordOfTheVerdictIsThatOfTheEffect() {
        assertThat(Verdict.QUARANTINE.word()).isEqualTo(Effect.QUARANTINE.word());
        assertThat(Effect.QUARANTINE.name().toLowerCase(Locale.ROOT)).isEqualTo("quarantine");
    }
}
