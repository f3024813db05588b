package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.engine.FollowedUpAccount.DAY;
import static org.sekimori.engine.FollowedUpAccount.NINE;
import static org.sekimori.engine.FollowedUpAccount.audited;
import static org.sekimori.engine.FollowedUpAccount.done;
import static org.sekimori.engine.FollowedUpAccount.holding;
import static org.sekimori.engine.FollowedUpAccount.verdict;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseHistoryEntry;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.mail.SubmissionChannel;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;

/** Holds that a flag places, and how holds end. */
@SuppressWarnings("NullAway.Init")
class AutomaticHoldTest {

    private static final String RULE = "failures-then-success";

    private static Rulebook japan;

    @BeforeAll
    static void compile() throws Exception {
        japan = Rulebook.compile(HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP")));
    }

    @AfterAll
    static void release() {
        japan.close();
    }

    @Test
    void theVeryNextSubmissionIsRefusedFromEveryChannel() {
        try (FollowedUpAccount account = new FollowedUpAccount(japan, holding(Severity.MEDIUM))) {
            List<StepOutput> flagged = account.flag(NINE);

            assertThat(verdict(flagged)).isEqualTo("accept");
            assertThat(account.hold()).isEqualTo(new Hold(CaseSet.SERVICE, NINE, null, "flagged by " + RULE));
            assertThat(account.open().state()).isEqualTo(State.HELD);
            assertThat(audited(flagged)).containsExactly("hold_place", "case_opened", "case_held");
            for (SubmissionChannel channel : SubmissionChannel.values()) {
                assertThat(verdict(account.alice.outputs(TestEventBuilder.submission(NINE)
                                .from("JP", "198.51.100.7")
                                .channel(channel))))
                        .as(channel.word())
                        .isEqualTo("reject");
            }
        }
    }

    @Test
    void aRuleOfTheListHoldsWhateverItsSeverityAndAnotherDoesNot() {
        try (FollowedUpAccount listed = new FollowedUpAccount(japan, holding(null, RULE));
                FollowedUpAccount other = new FollowedUpAccount(japan, holding(Severity.HIGH, "sudden-spike"))) {
            listed.flag(NINE);
            other.flag(NINE);

            assertThat(listed.hold()).isNotNull();
            assertThat(other.hold()).isNull();
            assertThat(other.open().state()).isEqualTo(State.FLAGGED);
            assertThat(other.verdict(NINE.plusSeconds(1))).isEqualTo("accept");
        }
    }

    @Test
    void aCustomersWordHoldsWhereItIsOnTheList() {
        try (FollowedUpAccount account = new FollowedUpAccount(japan, holding(null, "reported"))) {
            account.ask(new CaseCommand.Report(account.head(NINE), "", "that was not me"));

            assertThat(account.open().state()).isEqualTo(State.HELD);
            assertThat(account.verdict(NINE.plusSeconds(1))).isEqualTo("reject");
        }
    }

    @Test
    void anAccountThatIsNeverHeldByItselfIsFlaggedAndSaysSoOnce() {
        CaseLifecyclePolicy never = new CaseLifecyclePolicy(
                Severity.LOW, Set.of(), true, null, false, DAY.multipliedBy(14), DAY.multipliedBy(7));
        try (FollowedUpAccount account = new FollowedUpAccount(japan, never)) {
            List<StepOutput> flagged = account.flag(NINE);
            account.flag(NINE.plusSeconds(60));

            assertThat(account.hold()).isNull();
            assertThat(account.verdict(NINE.plusSeconds(61))).isEqualTo("accept");
            assertThat(audited(flagged)).containsExactly("case_opened", "case_not_held");
            assertThat(account.open().history())
                    .extracting(CaseHistoryEntry::what)
                    .containsExactly("opened", "not_held");
            assertThat(done(account.place(NINE.plusSeconds(90), null)).done()).isTrue();
            assertThat(account.verdict(NINE.plusSeconds(91))).isEqualTo("reject");
        }
    }

    @Test
    void aHoldThatEndsByItselfLetsMailPassAndTheCaseGoesOnFromWhereItWas() {
        CaseLifecyclePolicy aDay = new CaseLifecyclePolicy(
                Severity.MEDIUM, Set.of(), false, DAY, false, DAY.multipliedBy(14), DAY.multipliedBy(7));
        try (FollowedUpAccount account = new FollowedUpAccount(japan, aDay)) {
            account.flag(NINE);
            assertThat(account.verdict(NINE.plus(DAY).minusSeconds(1))).isEqualTo("reject");

            List<StepOutput> passed = account.own(NINE.plus(DAY));
            assertThat(verdict(passed)).isEqualTo("accept");
            assertThat(account.hold()).isNull();
            assertThat(audited(passed)).containsExactly("hold_end");
            assertThat(account.open().state()).isEqualTo(State.FLAGGED);
            assertThat(account.open().progress().proven()).isFalse();

            account.flag(NINE.plus(DAY).plusSeconds(3600));
            assertThat(account.open().state()).isEqualTo(State.HELD);
            assertThat(account.verdict(NINE.plus(DAY).plusSeconds(3601))).isEqualTo("reject");
        }
    }

    @Test
    void aHoldOfAnIdleAccountEndsWhenTimeIsAsked() {
        try (FollowedUpAccount account = new FollowedUpAccount(japan, CaseLifecyclePolicy.DEFAULT)) {
            account.place(NINE, NINE.plus(DAY));
            account.due(NINE.plus(DAY).minusSeconds(1));
            assertThat(account.hold()).isNotNull();

            account.due(NINE.plus(DAY));
            assertThat(account.hold()).isNull();
            assertThat(account.open().state()).as("nothing was proven").isEqualTo(State.FLAGGED);
        }
    }

    @Test
    void aRenewalLengthensAHoldAndNeverShortensIt() {
        try (FollowedUpAccount account = new FollowedUpAccount(japan, CaseLifecyclePolicy.DEFAULT)) {
            account.place(NINE, NINE.plus(DAY.multipliedBy(3)));

            assertThat(done(account.place(NINE.plusSeconds(60), NINE.plus(DAY))).problem())
                    .contains("a hold is renewed, not shortened", "until " + NINE.plus(DAY.multipliedBy(3)));
            List<StepOutput> renewed = account.place(NINE.plusSeconds(60), NINE.plus(DAY.multipliedBy(5)));
            assertThat(audited(renewed)).containsExactly("hold_renew");
            assertThat(account.hold()).isEqualTo(new Hold("sato", NINE, NINE.plus(DAY.multipliedBy(5)), "phishing"));
            account.place(NINE.plusSeconds(120), null);
            assertThat(account.hold()).isEqualTo(new Hold("sato", NINE, null, "phishing"));
            assertThat(done(account.place(NINE.plusSeconds(180), NINE.plus(DAY.multipliedBy(99))))
                            .problem())
                    .contains("until it is released");
        }
    }

    @Test
    void aReleaseNeedsProofOrANamedPerson() {
        try (FollowedUpAccount account = new FollowedUpAccount(japan, CaseLifecyclePolicy.DEFAULT)) {
            account.flag(NINE);
            account.place(NINE.plusSeconds(60), null);

            assertThat(done(account.release(NINE.plusSeconds(120), false)).problem())
                    .contains("a release needs proof", "the device was not cleaned yet");
            assertThat(account.verdict(NINE.plusSeconds(121))).isEqualTo("reject");
            assertThat(done(account.release(NINE.plusSeconds(180), true)).done())
                    .isTrue();
            assertThat(account.verdict(NINE.plusSeconds(181))).isEqualTo("accept");
            assertThat(account.open().state()).isEqualTo(State.RELEASED);
        }
    }
}
