package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.engine.FollowedUpAccount.DAY;
import static org.sekimori.engine.FollowedUpAccount.NINE;
import static org.sekimori.engine.FollowedUpAccount.audited;
import static org.sekimori.engine.FollowedUpAccount.done;
import static org.sekimori.engine.FollowedUpAccount.releasing;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.policy.WatchedAccountPolicy;
import org.sekimori.rules.source.RulebookFiles;

/** From the flag to the verdict: proof, release, watch, and what begins anew. */
@SuppressWarnings("NullAway.Init")
class CaseLifecycleTest {

    /** Released at 09:04 of the first day. */
    private static final Instant WATCH_ENDS = NINE.plusSeconds(240).plus(DAY.multipliedBy(14));

    private static final Instant VERDICT_ENDS = WATCH_ENDS.plus(DAY.multipliedBy(7));

    private static Rulebook japan;

    @BeforeAll
    static void compile() throws Exception {
        RulebookFiles files = HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP"));
        String policy = files.files().getOrDefault("policy.yml", "");
        japan = Rulebook.compile(
                files.with("policy.yml", policy.replace("messages_per_hour: 200", "messages_per_hour: 8")));
    }

    @AfterAll
    static void release() {
        japan.close();
    }

    private static FollowedUpAccount alice() {
        return new FollowedUpAccount(japan, CaseLifecyclePolicy.DEFAULT);
    }

    @Test
    void aPasswordThatWasChangedBeforeTheCleaningIsNoProof() {
        try (FollowedUpAccount account = alice()) {
            account.flag(NINE);
            account.place(NINE.plusSeconds(60), null);
            account.passwordChanged(NINE.plusSeconds(120));
            assertThat(account.open().state()).isEqualTo(State.HELD);
            assertThat(account.lastStep().text()).contains("has to be changed once more");

            account.cleaned(NINE.plusSeconds(180));
            assertThat(done(account.release(NINE.plusSeconds(240), false)).problem())
                    .contains("the password was not changed since the device was cleaned");

            account.passwordChanged(NINE.plusSeconds(300));
            assertThat(account.open().state()).isEqualTo(State.PASSWORD_CHANGED);
            assertThat(account.hold()).isNotNull();
            assertThat(done(account.release(NINE.plusSeconds(360), false)).done())
                    .isTrue();
            assertThat(account.open().state()).isEqualTo(State.RELEASED);
        }
    }

    @Test
    void theProofReleasesInTheStepWhereTheTermsSaySo() {
        try (FollowedUpAccount account = new FollowedUpAccount(japan, releasing(true))) {
            account.flag(NINE);
            account.place(NINE.plusSeconds(60), null);
            account.cleaned(NINE.plusSeconds(120));
            List<StepOutput> changed = account.passwordChanged(NINE.plusSeconds(180));

            assertThat(account.hold()).isNull();
            assertThat(account.open().state()).isEqualTo(State.RELEASED);
            assertThat(audited(changed)).containsExactly("hold_release", "case_password_changed", "case_released");
            assertThat(account.verdict(NINE.plusSeconds(181))).isEqualTo("accept");
        }
    }

    @Test
    void aReleasedAccountMaySendAQuarterUntilTheWatchEnds() {
        try (FollowedUpAccount account = alice()) {
            account.released(NINE);
            Instant watched = NINE.plus(DAY);
            assertThat(account.verdict(watched)).isEqualTo("accept");
            assertThat(account.verdict(watched.plusSeconds(1))).isEqualTo("accept");
            assertThat(account.verdict(watched.plusSeconds(2))).isEqualTo("defer");

            assertThat(account.verdict(WATCH_ENDS.minusSeconds(3))).isEqualTo("accept");
            assertThat(account.verdict(WATCH_ENDS.minusSeconds(2))).isEqualTo("accept");
            assertThat(account.verdict(WATCH_ENDS.minusSeconds(1))).isEqualTo("defer");
            assertThat(account.verdict(WATCH_ENDS)).isEqualTo("accept");
        }
    }

    @Test
    void aWatchedAccountIsFlaggedByStricterNumbersUntilTheWatchEnds() {
        WatchedAccountPolicy strict = new WatchedAccountPolicy(1, Map.of("failed_logins", 5.0));
        try (FollowedUpAccount account = new FollowedUpAccount(japan, CaseLifecyclePolicy.DEFAULT, strict)) {
            account.released(NINE);
            account.guessed(WATCH_ENDS, 6);
            assertThat(account.open().state()).isEqualTo(State.WATCHED);

            account.guessed(WATCH_ENDS.plus(DAY.multipliedBy(2)), 6);
            assertThat(account.open().state()).isEqualTo(State.WATCHED);
        }
        try (FollowedUpAccount account = new FollowedUpAccount(japan, CaseLifecyclePolicy.DEFAULT, strict)) {
            account.released(NINE);
            account.guessed(WATCH_ENDS.minusSeconds(1), 6);
            assertThat(account.open().state()).isEqualTo(State.FLAGGED);
        }
    }

    @Test
    void aFlagWithinTheWatchBeginsAnewAndGivesNoUsualLimitsBack() {
        try (FollowedUpAccount account = alice()) {
            account.released(NINE);
            String id = account.open().id();
            List<StepOutput> flagged = account.flag(NINE.plus(DAY));

            Case open = account.open();
            assertThat(open.id()).isEqualTo(id);
            assertThat(open.state()).isEqualTo(State.FLAGGED);
            assertThat(open.reopened()).isEqualTo(1);
            assertThat(open.progress().proven()).isFalse();
            assertThat(audited(flagged)).containsExactly("case_reopened");
            assertThat(account.verdict(NINE.plus(DAY).plusSeconds(1))).isEqualTo("accept");
            assertThat(account.verdict(NINE.plus(DAY).plusSeconds(2))).isEqualTo("defer");

            account.due(WATCH_ENDS);
            assertThat(account.open().state()).isEqualTo(State.FLAGGED);
            assertThat(account.open().progress().watchUntil()).isNull();
            int version = account.open().version();
            account.due(VERDICT_ENDS);
            assertThat(account.open().version()).isEqualTo(version);
        }
    }

    @Test
    void aFlagAfterAProvenPasswordChangeBeginsAnew() {
        try (FollowedUpAccount account = alice()) {
            account.flag(NINE);
            account.cleaned(NINE.plusSeconds(60));
            account.passwordChanged(NINE.plusSeconds(120));
            account.flag(NINE.plusSeconds(7200));

            assertThat(account.open().state()).isEqualTo(State.FLAGGED);
            assertThat(account.open().reopened()).isEqualTo(1);
            account.place(NINE.plusSeconds(7260), null);
            assertThat(done(account.release(NINE.plusSeconds(7320), false)).done())
                    .isFalse();
        }
    }

    @Test
    void aConfirmedCaseComesBackWithinTheWatchAndAFalsePositiveDoesNot() {
        try (FollowedUpAccount account = alice()) {
            account.flag(NINE);
            String first = account.open().id();
            account.close(NINE.plusSeconds(60), Outcome.CONFIRMED);
            account.flag(NINE.plus(DAY));
            assertThat(account.open().id()).isEqualTo(first);
            assertThat(account.open().reopened()).isEqualTo(1);
            assertThat(account.cases().closed()).isEmpty();

            account.close(NINE.plus(DAY).plusSeconds(60), Outcome.FALSE_POSITIVE);
            account.flag(NINE.plus(DAY.multipliedBy(2)));
            String second = account.open().id();
            assertThat(second).isNotEqualTo(first);

            account.close(NINE.plus(DAY.multipliedBy(2)).plusSeconds(60), Outcome.CONFIRMED);
            account.flag(NINE.plus(DAY.multipliedBy(30)));
            assertThat(account.open().id()).isNotIn(first, second);
            assertThat(account.cases().closed()).hasSize(2);
        }
    }

    @Test
    void aWatchThatEndedQuietlyIsConfirmedAfterTheWaitForAVerdict() {
        try (FollowedUpAccount account = alice()) {
            account.released(NINE);
            account.due(WATCH_ENDS);
            assertThat(account.open().state()).isEqualTo(State.WATCHED);
            account.due(VERDICT_ENDS.minusSeconds(1));
            assertThat(account.open().state()).isEqualTo(State.WATCHED);
            account.due(VERDICT_ENDS);

            assertThat(account.cases().closed()).singleElement().satisfies(one -> {
                assertThat(one.outcome()).isEqualTo(Outcome.CONFIRMED);
                assertThat(java.util.Objects.requireNonNull(one.judgement()).by())
                        .isEqualTo("sekimori");
            });
        }
    }

    @Test
    void withoutProofItWaitsForAPerson() {
        try (FollowedUpAccount account = alice()) {
            account.flag(NINE);
            account.place(NINE.plusSeconds(60), null);
            account.release(NINE.plusSeconds(240), true);
            account.due(VERDICT_ENDS.plus(DAY.multipliedBy(30)));

            assertThat(account.open().state()).isEqualTo(State.WATCHED);
        }
    }

    @Test
    void ofTwoWhoReadTheSameVersionTheSecondIsToldWhoWasFaster() {
        try (FollowedUpAccount account = alice()) {
            account.flag(NINE);
            int read = account.open().version();
            account.ask(new CaseCommand.Assign(account.head("a", NINE.plusSeconds(60), "sato", read), "sato"));
            List<StepOutput> second = account.ask(
                    new CaseCommand.Assign(account.head("b", NINE.plusSeconds(61), "suzuki", read), "suzuki"));

            assertThat(second).singleElement().isInstanceOf(StepOutput.CommandResult.class);
            assertThat(done(second).done()).isFalse();
            assertThat(done(second).about())
                    .isEqualTo(new StepOutput.CaseAfterCommand(account.open().id(), read + 1, "flagged", true));
            assertThat(done(second).problem())
                    .contains("at version " + (read + 1), "last changed at 2026-06-01T09:01:00Z by sato (assigned)");
            assertThat(account.open().assignee()).isEqualTo("sato");
        }
    }

    @Test
    void aRepeatedCommandChangesNothingAndIsToldTheSame() {
        try (FollowedUpAccount account = alice()) {
            account.flag(NINE);
            CaseCommand once = new CaseCommand.Move(
                    account.head("m", NINE.plusSeconds(60), "sato", 1), State.NOTIFIED, "by telephone");
            List<StepOutput> first = account.ask(once);
            List<StepOutput> again = account.ask(once);

            assertThat(again).singleElement().isEqualTo(done(first));
            assertThat(done(again).done()).isTrue();
        }
    }

    @Test
    void aFalsePositiveLiftsTheHold() {
        try (FollowedUpAccount account = alice()) {
            account.flag(NINE);
            account.place(NINE.plusSeconds(60), null);
            List<StepOutput> closed = account.close(NINE.plusSeconds(120), Outcome.FALSE_POSITIVE);

            assertThat(account.hold()).isNull();
            assertThat(audited(closed)).containsExactly("hold_release", "case_closed");
            assertThat(account.verdict(NINE.plusSeconds(121))).isEqualTo("accept");
        }
    }
}
