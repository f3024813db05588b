package org.sekimori.cases;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommandResult.Done;
import org.sekimori.cases.CaseCommandResult.Refused;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.ReferenceCode;

/**
 * The cases of one account; at most one is open. {@link CaseTransitions} defines the allowed transitions.
 *
 * @param open the open case; null without one
 * @param closed the latest closed cases, oldest first; at most {@link #MOST_CLOSED}
 */
public record CaseSet(@Nullable Case open, List<Case> closed) {

    /** Most closed cases that are remembered. */
    public static final int MOST_CLOSED = 7;

    /** How long a closed case is remembered. */
    public static final Duration REMEMBERED = Duration.ofDays(90);

    /** Who acts where no person does. */
    public static final String SERVICE = "sekimori";

    /** No cases. */
    public static final CaseSet NONE = new CaseSet(null, List.of());

    public CaseSet {
        closed = List.copyOf(closed);
        if (open != null && open.state() == State.CLOSED
                || closed.stream().anyMatch(one -> one.state() != State.CLOSED)) {
            throw new IllegalArgumentException("an open case is not closed, and a closed one is");
        }
    }

    /** Builds a set from cases, closed ones oldest first, of which at most one is open. */
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

    /** Finds a case by its id, in any spelling a person may type. */
    public Optional<Case> find(String id) {
        String code = ReferenceCode.parseCode(id);
        return all().stream().filter(one -> one.id().equals(code)).findFirst();
    }

    /**
     * Whether the account is watched more strictly: it was released, and the time for it is not over. A flag meanwhile does not
     * end it.
     *
     * @param now event time
     */
    public boolean watched(Instant now) {
        Instant until = open == null ? null : open.progress().watchUntil();
        return until != null && now.isBefore(until);
    }

    /**
     * Whole days since a case was closed as a false positive, at most the days that closed cases are remembered.
     *
     * @param now event time
     */
    public long daysSinceFalsePositive(Instant now) {
        long days = REMEMBERED.toDays();
        for (Case one : closed) {
            CaseJudgement judgement = one.judgement();
            if (judgement != null && judgement.outcome() == Outcome.FALSE_POSITIVE) {
                days = Math.min(
                        days, Math.max(0, Duration.between(judgement.at(), now).toDays()));
            }
        }
        return days;
    }

    /**
     * How many cases were closed with an outcome, as far as they are remembered.
     *
     * @param now event time
     */
    public long judged(Outcome outcome, Instant now) {
        return closed.stream()
                .map(Case::judgement)
                .filter(judgement -> judgement != null
                        && judgement.outcome() == outcome
                        && judgement.at().isAfter(now.minus(REMEMBERED)))
                .count();
    }

    /**
     * Records a flagging decision: the open case takes it, and restarts if the password had been changed already, as that has not
     * helped; so does a confirmed case closed within the length of the watch. Otherwise a new case is opened. What anybody can cause
     * restarts nothing: whoever had the password before tries it again.
     *
     * @param fresh creates the new case
     */
    public CaseSet flagged(Decision decision, CaseLifecyclePolicy terms, Supplier<Case> fresh) {
        Instant now = decision.time();
        String flags = String.join(", ", decision.flags());
        boolean restarts = !decision.trigger().causedByAnybody();
        if (open != null) {
            Case gathered = open.flagged(decision);
            return with(
                    restarts && open.state().helped()
                            ? gathered.again(new CaseHistoryEntry(now, "reopened", SERVICE, flags, 0))
                            : gathered);
        }
        Case last = closed.isEmpty() ? null : closed.get(closed.size() - 1);
        if (restarts && last != null && last.judgement() != null && comesBack(last.judgement(), terms, now)) {
            Case gathered = last.flagged(decision);
            return reopening(last, gathered.again(new CaseHistoryEntry(now, "reopened", SERVICE, flags, 0)));
        }
        return with(fresh.get());
    }

    private static boolean comesBack(CaseJudgement judgement, CaseLifecyclePolicy terms, Instant now) {
        return judgement.outcome() == Outcome.CONFIRMED
                && now.isBefore(judgement.at().plus(terms.watch()));
    }

    /** Counts one more message that was let pass, with its recipients; changes the open case only. */
    public CaseSet sent(int recipients) {
        Case counted = open == null ? null : open.sent(recipients);
        return counted == open ? this : with(counted);
    }

    /** Carries out a command under the terms of the account's domain. Asking twice with one id does it once. */
    public CaseCommandResult apply(CaseCommand command, CaseLifecyclePolicy terms) {
        CaseCommand.Header head = command.head();
        long fingerprint = fingerprint(head);
        Optional<Case> before =
                all().stream().filter(one -> one.carriedOut(fingerprint)).findFirst();
        if (before.isPresent()) {
            return new Done(this, before.get());
        }
        if (command instanceof CaseCommand.Report report) {
            return reported(report);
        }
        Case wanted = head.caseId() == null ? open : find(head.caseId()).orElse(null);
        if (wanted == null) {
            return new Refused(
                    head.caseId() == null
                            ? "the account has no open case"
                            : "the account has no case " + ReferenceCode.parseCode(head.caseId())
                                    + "; list its cases to see their ids");
        }
        return CaseTransitions.apply(this, wanted, command, terms);
    }

    /** Whether a command stands in the history of one of the account's cases; long histories have lost their middle. */
    public boolean carriedOut(Account account, String command) {
        long fingerprint = fingerprint(account, command);
        return all().stream().anyMatch(one -> one.carriedOut(fingerprint));
    }

    private CaseCommandResult reported(CaseCommand.Report report) {
        if (open == null) {
            Case fresh = Case.reported(report);
            return new Done(with(fresh), fresh);
        }
        CaseCommand.Header head = report.head();
        Case gathered =
                open.with(Case.REPORTED, 1, open.severity(), head.time()).withoutDoubt();
        Case told = open.state().helped()
                ? gathered.again(step(head, "reopened", report.reason()))
                : gathered.noted(step(head, Case.REPORTED, report.reason()));
        return new Done(with(told), told);
    }

    /** With a line in the history of the open case, if there is one. */
    public CaseSet noting(CaseHistoryEntry step) {
        return open == null ? this : with(open.noted(step));
    }

    /** With another form of the open case. */
    CaseSet with(@Nullable Case nowOpen) {
        return new CaseSet(nowOpen, closed);
    }

    /** With the open case closed. */
    CaseSet closing(Case judged, Instant now) {
        List<Case> all = new ArrayList<>(closed);
        all.add(judged);
        return new CaseSet(null, all).withoutExpired(now);
    }

    /** With a closed case that is open again. */
    CaseSet reopening(Case before, Case again) {
        return new CaseSet(again, closed.stream().filter(one -> one != before).toList());
    }

    /** With another form of a closed case. */
    CaseSet replacing(Case before, Case after) {
        return new CaseSet(
                open, closed.stream().map(one -> one == before ? after : one).toList());
    }

    /** The line that a command leaves in the history. */
    static CaseHistoryEntry step(CaseCommand.Header head, String what, String text) {
        return new CaseHistoryEntry(head.time(), what, head.by(), text, fingerprint(head));
    }

    private static long fingerprint(CaseCommand.Header head) {
        return fingerprint(head.account(), head.id());
    }

    private static long fingerprint(Account account, String command) {
        return ReferenceCode.of(account, "command " + command).fingerprint();
    }

    /** Drops cases closed more than {@link #REMEMBERED} ago and those beyond the limit; returns itself if none are. */
    public CaseSet withoutExpired(Instant now) {
        Instant horizon = now.minus(REMEMBERED);
        List<Case> kept = closed.stream()
                .skip(Math.max(0, closed.size() - MOST_CLOSED))
                .filter(one -> one.judgement() == null || !one.judgement().at().isBefore(horizon))
                .toList();
        return kept.size() == closed.size() ? this : new CaseSet(open, kept);
    }

    /** Whether this set differs enough from a published one to be published again; see {@link Case}. */
    public boolean isWorthPublishingAfter(CaseSet earlier) {
        if (!closed.equals(earlier.closed) || (open == null) != (earlier.open == null)) {
            return true;
        }
        return open != null && earlier.open != null && open.isWorthPublishingAfter(earlier.open);
    }
}
