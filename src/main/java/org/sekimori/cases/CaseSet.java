package org.sekimori.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseMove.Done;
import org.sekimori.cases.CaseMove.Refused;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Reference;

/**
 * The cases of one account: at most one is open.
 *
 * <p>Moves: {@code flagged} to {@code held}, {@code held} to {@code released}, {@code released} to {@code held} again, and any
 * of these to {@code closed}.
 *
 * @param open the one that is followed up, null if none is
 * @param closed the last closed ones, oldest first; at most {@link #MOST_CLOSED}
 */
public record CaseSet(@Nullable Case open, List<Case> closed) {

    /** Most closed cases that are remembered. */
    public static final int MOST_CLOSED = 7;

    /** How long a closed case is remembered. */
    public static final Duration REMEMBERED = Duration.ofDays(90);

    /** No cases. */
    public static final CaseSet NONE = new CaseSet(null, List.of());

    public CaseSet {
        closed = List.copyOf(closed);
        if (open != null && open.state() == State.CLOSED
                || closed.stream().anyMatch(one -> one.state() != State.CLOSED)) {
            throw new IllegalArgumentException("an open case is not closed, and a closed one is");
        }
    }

    /** The set of so many cases, closed ones oldest first, of which at most one is open. */
    public static CaseSet of(List<Case> cases) {
        List<Case> closed = new ArrayList<>(cases);
        @Nullable Case open = null;
        for (Case one : cases) {
            if (one.state() != State.CLOSED) {
                open = one;
                closed.remove(one);
            }
        }
        return new CaseSet(open, closed);
    }

    /** All of them: closed ones, oldest first, then the open one. */
    public List<Case> all() {
        List<Case> all = new ArrayList<>(closed);
        if (open != null) {
            all.add(open);
        }
        return all;
    }

    public boolean isEmpty() {
        return open == null && closed.isEmpty();
    }

    /** With a case that was opened where none was open. */
    public CaseSet opened(Case fresh) {
        return new CaseSet(fresh, closed);
    }

    /** With one more decision that flags; only the open case changes. */
    public CaseSet flagged(Decision decision) {
        return open == null ? this : new CaseSet(open.flagged(decision), closed);
    }

    /** With one more message that was let pass to so many recipients; only the open case changes. */
    public CaseSet sent(int recipients) {
        Case counted = open == null ? null : open.sent(recipients);
        return counted == open ? this : new CaseSet(counted, closed);
    }

    /** Submission was closed. */
    public CaseMove held(Instant time) {
        if (open == null) {
            return none();
        }
        if (open.state() == State.HELD) {
            return new Refused("case " + open.id() + " is held already");
        }
        return open(open.held(time));
    }

    /** Submission was opened again. */
    public CaseMove released(Instant time) {
        if (open == null) {
            return none();
        }
        if (open.state() != State.HELD) {
            return new Refused("case " + open.id() + " is " + open.state().word() + "; only a held one is released");
        }
        return open(open.released(time));
    }

    private CaseMove open(Case moved) {
        return new Done(new CaseSet(moved, closed), moved);
    }

    /** Carries out a command. Asking twice for the same does it once. */
    public CaseMove apply(CaseCommand command) {
        CaseCommand.Close close = (CaseCommand.Close) command;
        @Nullable String wanted = close.caseId() == null ? null : Reference.readCode(close.caseId());
        if (open != null && (wanted == null || wanted.equals(open.id()))) {
            Case judged = open.closed(close);
            List<Case> all = new ArrayList<>(closed);
            all.add(judged);
            return new Done(new CaseSet(null, all).forgetting(close.time()), judged);
        }
        if (wanted == null) {
            return none();
        }
        Optional<Case> before =
                closed.stream().filter(one -> one.id().equals(wanted)).findFirst();
        if (before.isEmpty()) {
            return new Refused("the account has no case " + wanted + "; list its cases to see their ids");
        }
        Case judged = before.get();
        return judged.closedBy(close)
                ? new Done(this, judged)
                : new Refused("case " + judged.id() + " was closed as " + word(judged) + " at " + judged.closedAt()
                        + " by " + judged.closedBy() + "; a closed case is not judged again");
    }

    private static Refused none() {
        return new Refused("the account has no open case");
    }

    private static String word(Case judged) {
        return judged.outcome() == null ? "" : judged.outcome().word();
    }

    /** Without what was closed more than {@link #REMEMBERED} ago, and what is too many; itself if that is nothing. */
    public CaseSet forgetting(Instant now) {
        Instant horizon = now.minus(REMEMBERED);
        List<Case> kept = closed.stream()
                .skip(Math.max(0, closed.size() - MOST_CLOSED))
                .filter(one -> one.closedAt() == null || !one.closedAt().isBefore(horizon))
                .toList();
        return kept.size() == closed.size() ? this : new CaseSet(open, kept);
    }

    /** Whether whoever knows an earlier form of this set should be told; figures count by eighths, other changes all. */
    public boolean tellsMoreThan(CaseSet earlier) {
        if (!closed.equals(earlier.closed) || (open == null) != (earlier.open == null)) {
            return true;
        }
        return open != null && earlier.open != null && open.tellsMoreThan(earlier.open);
    }
}
