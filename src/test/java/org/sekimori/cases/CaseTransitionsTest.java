package org.sekimori.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommandResult.Conflict;
import org.sekimori.cases.CaseCommandResult.Done;

/** From the flag to the verdict, without rules or a log. */
class CaseTransitionsTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WATCH = CaseLifecyclePolicy.DEFAULT.watch();
    private static final Duration VERDICT = CaseLifecyclePolicy.DEFAULT.verdict();

    private static SuspiciousAccountFixture releasedOnProof(SuspiciousAccountFixture one) {
        one.flagged().held().move(State.CLEANED);
        one.move(State.PASSWORD_CHANGED);
        assertThat(one.release(false)).isInstanceOf(Done.class);
        return one;
    }

    @Test
    void thePasswordIsChangedAfterTheCleaning() {
        SuspiciousAccountFixture alice = new SuspiciousAccountFixture().flagged();
        assertThat(SuspiciousAccountFixture.problem(alice.move(State.PASSWORD_CHANGED)))
                .contains("move it to cleaned first");
        assertThat(SuspiciousAccountFixture.problem(alice.release(false))).contains("the device was not cleaned yet");

        alice.move(State.CLEANED);
        assertThat(SuspiciousAccountFixture.problem(alice.release(false)))
                .contains("the password was not changed since");
        alice.move(State.PASSWORD_CHANGED);
        assertThat(alice.release(false)).isInstanceOf(Done.class);
        assertThat(alice.open().state()).isEqualTo(State.RELEASED);
        assertThat(alice.open().progress().watchUntil()).isEqualTo(alice.now().plus(WATCH));
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"NOTIFIED", "CLEANED"})
    void aPersonWhoAnswersForItReleasesFromAnyStep(State step) {
        SuspiciousAccountFixture alice = new SuspiciousAccountFixture().flagged();
        alice.move(step);
        assertThat(alice.release(true)).isInstanceOf(Done.class);
        assertThat(SuspiciousAccountFixture.problem(alice.release(true))).contains("it has been released");
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"FLAGGED", "HELD", "RELEASED", "WATCHED", "CLOSED"})
    void statesThatOtherCommandsReachAreNotMovedTo(State to) {
        SuspiciousAccountFixture alice = new SuspiciousAccountFixture().flagged();
        alice.move(State.CLEANED);
        assertThat(SuspiciousAccountFixture.problem(alice.move(to))).contains("a case is not moved to " + to.word());
    }

    @Test
    void aPasswordThatWasChangedTooEarlyIsWrittenDownAndProvesNothing() {
        SuspiciousAccountFixture alice =
                new SuspiciousAccountFixture().flagged().held().passwordChanged();
        assertThat(alice.open().state()).isEqualTo(State.HELD);
        assertThat(alice.open().lastStep())
                .extracting(CaseHistoryEntry::text)
                .asString()
                .contains("once more after that");

        alice.pass(DAY).move(State.CLEANED);
        assertThat(alice.open().progress().proven()).isFalse();
        alice.pass(DAY).passwordChanged();
        assertThat(alice.open().state()).isEqualTo(State.PASSWORD_CHANGED);
    }

    @Test
    void theProofReleasesByItselfWhereTheTermsSaySo() {
        SuspiciousAccountFixture alice = new SuspiciousAccountFixture(
                new CaseLifecyclePolicy(null, java.util.Set.of(), false, null, true, WATCH, VERDICT));
        alice.flagged().held().move(State.CLEANED);
        alice.passwordChanged();
        assertThat(alice.open().state()).isEqualTo(State.RELEASED);
        assertThat(alice.open().lastStep()).extracting(CaseHistoryEntry::by).isEqualTo(CaseSet.SERVICE);
    }

    @Test
    void aFlagAfterTheReleaseBeginsAnewAndTheWatchGoesOn() {
        SuspiciousAccountFixture alice = releasedOnProof(new SuspiciousAccountFixture());
        var until = alice.open().progress().watchUntil();
        alice.pass(DAY).flagged();

        assertThat(alice.open().state()).isEqualTo(State.FLAGGED);
        assertThat(alice.open().reopened()).isOne();
        assertThat(alice.open().progress().proven()).isFalse();
        assertThat(alice.open().progress().watchUntil()).isEqualTo(until);

        alice.pass(WATCH).due();
        assertThat(alice.open().progress().watchUntil()).isNull();
        assertThat(alice.open().state()).isEqualTo(State.FLAGGED);
    }

    @Test
    void aWatchWithoutAFlagEndsAndAProvenCaseIsConfirmedByItself() {
        SuspiciousAccountFixture alice = releasedOnProof(new SuspiciousAccountFixture());
        assertThat(alice.pass(WATCH.minusSeconds(1)).due().open().state()).isEqualTo(State.RELEASED);
        assertThat(alice.pass(Duration.ofSeconds(1)).due().open().state()).isEqualTo(State.WATCHED);

        alice.pass(VERDICT.minusSeconds(1)).due();
        assertThat(alice.open().state()).isEqualTo(State.WATCHED);
        alice.pass(Duration.ofSeconds(1)).due();
        assertThat(alice.set().open()).isNull();
        CaseJudgement verdict = alice.set().closed().get(0).judgement();
        assertThat(verdict).isNotNull();
        assertThat(verdict.outcome()).isEqualTo(Outcome.CONFIRMED);
        assertThat(verdict.by()).isEqualTo(CaseSet.SERVICE);
    }

    @Test
    void withoutAProofAWatchedCaseWaitsForAPerson() {
        SuspiciousAccountFixture alice = new SuspiciousAccountFixture().flagged();
        alice.release(true);
        alice.pass(WATCH.plus(VERDICT).plus(DAY.multipliedBy(365))).due();
        assertThat(alice.open().state()).isEqualTo(State.WATCHED);
    }

    @Test
    void aHoldThatEndsByItselfLeavesTheCaseWhereItWas() {
        SuspiciousAccountFixture untold =
                new SuspiciousAccountFixture().flagged().held().holdEnded();
        assertThat(untold.open().state()).isEqualTo(State.FLAGGED);

        SuspiciousAccountFixture told = new SuspiciousAccountFixture().flagged();
        told.move(State.NOTIFIED);
        assertThat(told.held().holdEnded().open().state()).isEqualTo(State.NOTIFIED);

        SuspiciousAccountFixture cleaned =
                new SuspiciousAccountFixture().flagged().held();
        cleaned.move(State.CLEANED);
        assertThat(cleaned.holdEnded().open().state()).isEqualTo(State.CLEANED);
    }

    @Test
    void aHoldAfterTheReleaseNeedsTheProofOnceMore() {
        SuspiciousAccountFixture alice =
                releasedOnProof(new SuspiciousAccountFixture()).pass(DAY).held();
        assertThat(alice.open().state()).isEqualTo(State.HELD);
        assertThat(alice.open().progress().proven()).isFalse();
        assertThat(CaseHoldPeriod.of(alice.open()).active()).isTrue();
    }

    @Test
    void aClosedCaseIsCommentedAndReopenedAndOtherwiseLeftAlone() {
        SuspiciousAccountFixture alice = new SuspiciousAccountFixture().flagged();
        String id = alice.open().id();
        alice.close(Outcome.FALSE_POSITIVE);

        assertThat(SuspiciousAccountFixture.problem(alice.ask(new CaseCommand.Assign(alice.head(id, null), "sato"))))
                .contains("was closed as false_positive", "reopen it first");
        assertThat(alice.ask(new CaseCommand.Comment(alice.head(id, null), "spoke to her")))
                .isInstanceOf(Done.class);
        assertThat(alice.set().open()).isNull();

        assertThat(alice.ask(new CaseCommand.Reopen(alice.head(id, null), "wrong")))
                .isInstanceOf(Done.class);
        assertThat(alice.open().state()).isEqualTo(State.FLAGGED);
        assertThat(SuspiciousAccountFixture.problem(alice.ask(new CaseCommand.Reopen(alice.head(), ""))))
                .contains("it is being followed up");
    }

    @Test
    void aClosedCaseIsNotReopenedBesideAnOpenOne() {
        SuspiciousAccountFixture alice = new SuspiciousAccountFixture().flagged();
        String first = alice.open().id();
        alice.close(Outcome.FALSE_POSITIVE);
        alice.pass(DAY).flagged();
        assertThat(SuspiciousAccountFixture.problem(alice.ask(new CaseCommand.Reopen(alice.head(first, null), ""))))
                .contains("the account has the open case " + alice.open().id());
    }

    @Test
    void twoPeopleDoNotOverwriteEachOther() {
        SuspiciousAccountFixture alice = new SuspiciousAccountFixture().flagged();
        int read = alice.open().version();
        alice.move(State.NOTIFIED);

        CaseCommandResult late =
                alice.ask(new CaseCommand.Close(alice.head(alice.open().id(), read), Outcome.CONFIRMED, true, "abuse"));
        assertThat(late).isInstanceOfSatisfying(Conflict.class, conflict -> assertThat(conflict.problem())
                .contains("is at version " + alice.open().version() + " now", "by sato (notified)"));
        assertThat(alice.open().state()).isEqualTo(State.NOTIFIED);
    }

    @Test
    void aCommandThatIsRepeatedIsCarriedOutOnce() {
        SuspiciousAccountFixture alice = new SuspiciousAccountFixture().flagged();
        CaseCommand comment = new CaseCommand.Comment(alice.head(), "called");
        alice.ask(comment);
        int version = alice.open().version();
        assertThat(alice.ask(comment)).isInstanceOf(Done.class);
        assertThat(alice.open().version()).isEqualTo(version);
    }

    @Test
    void theSameVerdictTwiceIsTheSameAndAnotherIsRefused() {
        SuspiciousAccountFixture alice = new SuspiciousAccountFixture().flagged();
        String id = alice.open().id();
        alice.close(Outcome.CONFIRMED);
        CaseSet closed = alice.set();

        alice.ask(new CaseCommand.Close(alice.head(id, null), Outcome.CONFIRMED, true, "looked at"));
        assertThat(alice.set()).isEqualTo(closed);
        assertThat(SuspiciousAccountFixture.problem(alice.ask(
                        new CaseCommand.Close(alice.head(id, null), Outcome.FALSE_POSITIVE, true, "looked at"))))
                .contains("a closed case is not changed");
    }

    @Test
    void whatIsAskedOfNoCaseIsRefused() {
        SuspiciousAccountFixture alice = new SuspiciousAccountFixture();
        assertThat(SuspiciousAccountFixture.problem(alice.close(Outcome.CONFIRMED)))
                .isEqualTo("the account has no open case");
        assertThat(SuspiciousAccountFixture.problem(
                        alice.ask(new CaseCommand.Comment(alice.head("K7QX-3M2P", null), "x"))))
                .contains("the account has no case K7QX-3M2P");
    }

    @Test
    void aPersonWhoClosesSubmissionOpensACaseForTheProof() {
        CaseSet placed = CaseTransitions.holdPlacedByPerson(
                CaseSet.NONE,
                "K7QX-3M2P",
                new CaseHistoryEntry(SuspiciousAccountFixture.NINE, "held", "sato", "the bank called", 0));
        assertThat(placed.open()).isNotNull();
        assertThat(placed.open().state()).isEqualTo(State.HELD);
        assertThat(placed.open().history()).extracting(CaseHistoryEntry::what).containsExactly("opened", "held");
    }
}
