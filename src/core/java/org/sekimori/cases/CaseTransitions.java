package org.sekimori.cases;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommandResult.Conflict;
import org.sekimori.cases.CaseCommandResult.Done;
import org.sekimori.cases.CaseCommandResult.Refused;
import org.sekimori.text.CountPhrase;

/**
 * The transitions of a case. The usual path is
 * {@code flagged, notified, held, cleaned, password_changed, released, watched, closed}:
 *
 * <pre>
 * flagged            to notified, held, cleaned
 * notified           to held, cleaned
 * held               to cleaned, or back when the hold ends by itself
 * cleaned            to password_changed; the other way round the new password is the intruder's, too
 * password_changed   to released
 * any of these       to released by the word of a named person
 * released           to watched when the time for it is over
 * any open one       to closed
 * password_changed, released, watched, closed   to flagged when it begins anew
 * </pre>
 */
public final class CaseTransitions {

    private static final Set<State> BEFORE_RELEASE =
            EnumSet.of(State.FLAGGED, State.NOTIFIED, State.HELD, State.CLEANED, State.PASSWORD_CHANGED);

    private CaseTransitions() {}

    static CaseCommandResult apply(CaseSet set, Case wanted, CaseCommand command, CaseLifecyclePolicy terms) {
        CaseCommand.Header head = command.head();
        if (command instanceof CaseCommand.Close close && repeats(wanted, close)) {
            return new Done(set, wanted);
        }
        if (head.ifVersion() != null && head.ifVersion() != wanted.version()) {
            return new Conflict(wanted);
        }
        if (command instanceof CaseCommand.Comment comment) {
            Case noted = wanted.noted(CaseSet.step(head, "comment", comment.text()));
            return new Done(wanted.state() == State.CLOSED ? set.replacing(wanted, noted) : set.with(noted), noted);
        }
        if (command instanceof CaseCommand.ClearQuarantine cleared) {
            Case after = wanted.quarantineCleared(
                    cleared,
                    CaseSet.step(head, "quarantine_" + cleared.word(), CountPhrase.of(cleared.messages(), "message")));
            return new Done(wanted.state() == State.CLOSED ? set.replacing(wanted, after) : set.with(after), after);
        }
        if (command instanceof CaseCommand.Reopen reopen) {
            return reopen(set, wanted, reopen);
        }
        if (wanted.state() == State.CLOSED) {
            CaseJudgement verdict = Objects.requireNonNull(wanted.judgement());
            return new Refused("case " + wanted.id() + " was closed as "
                    + verdict.outcome().word() + " at " + verdict.at() + " by " + verdict.by()
                    + "; a closed case is not changed, reopen it first");
        }
        if (command instanceof CaseCommand.Assign assign) {
            String who = assign.assignee();
            return open(
                    set, wanted.assigned(who, CaseSet.step(head, "assigned", who == null ? "to nobody" : "to " + who)));
        } else if (command instanceof CaseCommand.Move move) {
            return move(set, wanted, move);
        } else if (command instanceof CaseCommand.Release release) {
            return release(set, wanted, release, terms);
        } else if (command instanceof CaseCommand.Close close) {
            CaseJudgement verdict = new CaseJudgement(close.outcome(), head.time(), head.by(), close.reason());
            Case judged = wanted.closed(verdict, CaseSet.step(head, "closed", text(close.outcome(), close.reason())));
            return new Done(set.closing(judged, head.time()), judged);
        }
        throw new IllegalArgumentException("not a move: " + command);
    }

    private static boolean repeats(Case wanted, CaseCommand.Close close) {
        CaseJudgement before = wanted.judgement();
        return before != null && before.repeatedBy(close.outcome(), close.head().by(), close.reason());
    }

    private static CaseCommandResult move(CaseSet set, Case one, CaseCommand.Move move) {
        CaseCommand.Header head = move.head();
        if (move.to() == one.state()) {
            return new Done(set, one);
        }
        CaseHistoryEntry step = CaseSet.step(head, move.to().word(), move.reason());
        CaseProgress done = one.progress();
        return switch (move.to()) {
            // The notice is sent independently of the other measures.
            case NOTIFIED ->
                BEFORE_RELEASE.contains(one.state())
                        ? open(
                                set,
                                one.moved(
                                        one.state() == State.FLAGGED ? State.NOTIFIED : one.state(),
                                        done.notified(head.time()),
                                        step))
                        : refused(one, move.to());
            case CLEANED ->
                one.state().dangerous()
                        ? open(set, one.moved(State.CLEANED, done.cleaned(head.time()), step))
                        : refused(one, move.to());
            case PASSWORD_CHANGED ->
                one.state() == State.CLEANED
                        ? open(set, one.moved(State.PASSWORD_CHANGED, done.passwordChanged(head.time()), step))
                        : new Refused("case " + one.id() + " is " + one.state().word()
                                + "; the device is cleaned before the password is changed, or the intruder reads the"
                                + " new one, too: move it to cleaned first");
            default ->
                new Refused("a case is not moved to " + move.to().word()
                        + "; it is moved to notified, cleaned or password_changed, and released, closed or reopened");
        };
    }

    private static Refused refused(Case one, State to) {
        return new Refused(
                "case " + one.id() + " is " + one.state().word() + "; it is not moved to " + to.word() + " from there");
    }

    private static CaseCommandResult reopen(CaseSet set, Case wanted, CaseCommand.Reopen reopen) {
        CaseHistoryEntry step = CaseSet.step(reopen.head(), "reopened", reopen.reason());
        if (BEFORE_RELEASE.contains(wanted.state())) {
            return new Refused("case " + wanted.id() + " is " + wanted.state().word() + "; it is being followed up");
        }
        if (wanted.state() != State.CLOSED) {
            return open(set, wanted.again(step));
        }
        if (set.open() != null) {
            return new Refused("the account has the open case " + set.open().id() + "; follow that one up");
        }
        Case again = wanted.again(step);
        return new Done(set.reopening(wanted, again), again);
    }

    private static CaseCommandResult release(
            CaseSet set, Case one, CaseCommand.Release release, CaseLifecyclePolicy terms) {
        if (!BEFORE_RELEASE.contains(one.state())) {
            return new Refused("case " + one.id() + " is " + one.state().word() + "; it has been released");
        }
        String problem = releaseProblem(one, release.vouched());
        if (!problem.isEmpty()) {
            return new Refused(problem);
        }
        return open(set, released(one, terms, CaseSet.step(release.head(), "released", release.reason())));
    }

    private static Case released(Case one, CaseLifecyclePolicy terms, CaseHistoryEntry step) {
        Instant now = step.time();
        return one.moved(State.RELEASED, one.progress().released(now, now.plus(terms.watch())), step);
    }

    /**
     * The reason why an account must not be released; empty if it may.
     *
     * @param one the open case; null without one, and then there is no proof
     * @param vouched a named person answers for it and gives a reason
     */
    public static String releaseProblem(@Nullable Case one, boolean vouched) {
        if (vouched
                || (one != null
                        && one.state() == State.PASSWORD_CHANGED
                        && one.progress().proven())) {
            return "";
        }
        String missing = one == null
                ? "the account has no case that holds a proof"
                : one.progress().cleanedAt() == null
                        ? "the device was not cleaned yet, and the password not changed after that"
                        : "the password was not changed since the device was cleaned";
        return "a release needs proof: " + missing + "; or a named person with a reason";
    }

    /**
     * Records a hold on the open case. Earlier measures stay done, unless the account had been released: then they are due again.
     */
    public static CaseSet held(CaseSet set, CaseHistoryEntry step) {
        Case one = set.open();
        if (one == null || one.state() == State.HELD) {
            return set;
        }
        boolean under = one.state() == State.CLEANED || one.state() == State.PASSWORD_CHANGED;
        CaseProgress before = BEFORE_RELEASE.contains(one.state())
                ? one.progress()
                : one.progress().again();
        return set.with(one.moved(under ? one.state() : State.HELD, before.held(step.time()), step));
    }

    /**
     * Records a hold placed by a person. Without an open case it opens one, so that the customer is notified and the proof for a
     * release has a place.
     *
     * @param id id of the case if one is opened
     */
    public static CaseSet holdPlacedByPerson(CaseSet set, String id, CaseHistoryEntry step) {
        return held(set.open() == null ? set.with(Case.placed(id, step)) : set, step);
    }

    /** Records that a hold ended by itself: the case returns to its earlier state, because nothing was proven. */
    public static CaseSet holdEnded(CaseSet set, Instant end) {
        Case one = set.open();
        CaseHistoryEntry step = new CaseHistoryEntry(end, "hold_ended", CaseSet.SERVICE, "the hold ended by itself", 0);
        if (one == null || !BEFORE_RELEASE.contains(one.state())) {
            return notingEnd(set, step);
        }
        State told = one.progress().notifiedAt() == null ? State.FLAGGED : State.NOTIFIED;
        return set.with(one.moved(one.state() == State.HELD ? told : one.state(), one.progress(), step));
    }

    /** After a hold was released: the proof was looked at before. */
    public static CaseSet released(CaseSet set, CaseLifecyclePolicy terms, CaseHistoryEntry step) {
        Case one = set.open();
        return one == null || !BEFORE_RELEASE.contains(one.state())
                ? notingEnd(set, step)
                : set.with(released(one, terms, step));
    }

    /** Records the end of a hold on a case closed as confirmed, which may have left its hold. */
    private static CaseSet notingEnd(CaseSet set, CaseHistoryEntry step) {
        return set.closed().stream()
                .filter(one -> CaseHoldPeriod.of(one).active())
                .reduce((earlier, later) -> later)
                .map(one -> set.replacing(one, one.noted(step)))
                .orElse(set);
    }

    /**
     * After the provider's system reported that the password was changed. Only after a cleaning it brings the case further; before
     * it, it is written down that it has to be changed once more.
     */
    public static CaseSet passwordChanged(CaseSet set, Instant time, String by, CaseLifecyclePolicy terms) {
        Case one = set.open();
        if (one == null || !BEFORE_RELEASE.contains(one.state()) || one.state() == State.PASSWORD_CHANGED) {
            return set;
        }
        CaseProgress done = one.progress().passwordChanged(time);
        if (one.state() != State.CLEANED || !done.proven()) {
            return set.with(one.moved(
                    one.state(),
                    done,
                    new CaseHistoryEntry(
                            time,
                            "password_changed",
                            by,
                            "before the device was cleaned: it has to be changed once more after that",
                            0)));
        }
        Case proven =
                one.moved(State.PASSWORD_CHANGED, done, new CaseHistoryEntry(time, "password_changed", by, "", 0));
        return set.with(
                terms.releaseOnProof()
                        ? released(
                                proven,
                                terms,
                                new CaseHistoryEntry(
                                        time,
                                        "released",
                                        CaseSet.SERVICE,
                                        "the password was changed on a clean device",
                                        0))
                        : proven);
    }

    /**
     * Applies the passing of time: ends a watch, or closes a watched case without a judgement. Without proof of a changed
     * password the case waits for a person, because nothing shows that the account was abused.
     */
    public static CaseSet timePassed(CaseSet set, CaseLifecyclePolicy terms, Instant now) {
        Case one = set.open();
        Instant end = one == null ? null : one.progress().watchUntil();
        if (one == null || end == null || end.isAfter(now)) {
            return set;
        }
        if (one.state() != State.RELEASED && one.state() != State.WATCHED) {
            // It was reopened within the watch, which continued until now.
            return set.with(one.moved(
                    one.state(),
                    one.progress().unwatched(),
                    new CaseHistoryEntry(end, "watch_ended", CaseSet.SERVICE, "the usual limits hold again", 0)));
        }
        CaseSet after = set;
        if (one.state() == State.RELEASED) {
            one = one.moved(
                    State.WATCHED,
                    one.progress(),
                    new CaseHistoryEntry(end, "watched", CaseSet.SERVICE, "no further flag while it was watched", 0));
            after = set.with(one);
        }
        Instant last = end.plus(terms.verdict());
        if (one.state() != State.WATCHED || last.isAfter(now) || !one.progress().proven()) {
            return after;
        }
        String reason = "watched without a further flag after the password was changed";
        CaseJudgement verdict = new CaseJudgement(Outcome.CONFIRMED, last, CaseSet.SERVICE, reason);
        return after.closing(
                one.closed(
                        verdict,
                        new CaseHistoryEntry(last, "closed", CaseSet.SERVICE, text(Outcome.CONFIRMED, reason), 0)),
                now);
    }

    private static CaseCommandResult open(CaseSet set, Case moved) {
        return new Done(set.with(moved), moved);
    }

    private static String text(Outcome outcome, String reason) {
        return reason.isEmpty() ? outcome.word() : outcome.word() + ": " + reason;
    }
}
