package org.sekimori.follow.postfix;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.sekimori.follow.AskedMessages;
import org.sekimori.follow.LogEvent;
import org.sekimori.mail.EventKind;

/**
 * Tells of submissions: as accepted if the server asked about them, else as an attempt once their recipients are known. Holds the state
 * of an assembler, and the line that is being read. Not thread-safe.
 */
final class SubmissionTeller {

    /** How long the next recipient is waited for after a message was queued, by the log's own time. */
    static final Duration COLLECTING = Duration.ofSeconds(30);

    /** How long all recipients are waited for. */
    static final Duration LONGEST_COLLECTING = Duration.ofMinutes(2);

    private final AskedMessages asked;
    AssemblerState state;
    Consumer<LogEvent> events = event -> {};

    /** Time of the line that is being read. */
    Instant now = Instant.EPOCH;

    SubmissionTeller(AskedMessages asked, AssemblerState state) {
        this.asked = asked;
        this.state = state;
    }

    String id(String host, String queueId, EventKind kind, String detail) {
        return "postfix-log:" + queueId + ':' + kind.word() + ':'
                + Long.toHexString(MessageKey.of(host, queueId, Long.toString(now.getEpochSecond()), detail));
    }

    enum Told {
        /** Or it may have been. */
        ASKED,
        NOT_ASKED
    }

    Told ask(LoggedSubmission one) {
        if (one.asked) {
            return Told.ASKED;
        }
        AskedMessages.Answer answer = asked.find(one.logged(now));
        if (answer instanceof AskedMessages.Answer.Asked known) {
            one.server = known.server();
        }
        one.asked = !(answer instanceof AskedMessages.Answer.NotAsked);
        return one.asked ? Told.ASKED : Told.NOT_ASKED;
    }

    /** The account was used from there, and no message came of it. */
    void used(LoggedSubmission one) {
        events.accept(
                one.event(EventKind.AUTH_SUCCEEDED, id(one.host, one.queueId, EventKind.AUTH_SUCCEEDED, ""), one.begun)
                        .build());
    }

    /** Forgets all but the account of a message that the client has not finished: it may still be state.queued. */
    void keepAccount(long key, LoggedSubmission one) {
        drop(key, one);
        state.queued.set(state.queued.add(key, one.owner(), one.begun.getEpochSecond(), 1), OpenMessageTable.UNTOLD);
    }

    void makeDue(long key, LoggedSubmission one) {
        one.due = now.plus(COLLECTING);
        state.dues.add(new AssemblerState.Due(one.due, key));
    }

    void tellDue() {
        for (AssemblerState.Due next = state.dues.peek();
                next != null && !next.when().isAfter(now);
                next = state.dues.peek()) {
            state.dues.remove();
            LoggedSubmission one = state.submissions.get(next.key());
            if (one == null || !next.when().equals(one.due)) {
                continue;
            } else if (one.queued == null) {
                tellHeld(one);
            } else if (one.waitsUntil().isAfter(now)) {
                one.due = one.waitsUntil();
                state.dues.add(new AssemblerState.Due(one.due, next.key()));
            } else {
                finish(next.key(), one, true);
            }
        }
    }

    void tellHeld(LoggedSubmission one) {
        one.due = null;
        one.holdTold = true;
        one.taken = now;
        ask(one);
        tellAccepted(one);
    }

    void tellAccepted(LoggedSubmission one) {
        events.accept(one.event(EventKind.ACCEPTED, id(one.host, one.queueId, EventKind.ACCEPTED, ""), now)
                .sender(one.queued == null ? null : one.sender)
                .size(one.size)
                .recipientCount(Math.max(1, one.expanded))
                .build());
    }

    void drop(long key, LoggedSubmission one) {
        state.submissions.remove(key);
        state.heard -= one.lines;
    }

    /**
     * Ends the collecting of a submission.
     *
     * @param open whether it may still be in the queue
     */
    void finish(long key, LoggedSubmission one, boolean open) {
        if (one.queued == null) {
            drop(key, one);
            if (one.holdTold && open) {
                state.queued.set(
                        state.queued.add(key, one.owner(), now.getEpochSecond(), 1), OpenMessageTable.UNCOUNTED);
            } else if (one.held && !one.holdTold) {
                ask(one);
                tellAccepted(one);
            }
            return;
        }
        Instant at = one.taken == null ? one.queued : one.taken;
        events.accept(one.event(EventKind.ATTEMPT, attemptId(one, at), at)
                .sender(one.sender)
                .size(one.size)
                .recipients(one.recipients())
                .recipientCount(one.recipientCount())
                .build());
        settle(key, one);
        if (!open) {
            state.queued.remove(key);
        }
    }

    static String attemptId(LoggedSubmission one, Instant at) {
        return "postfix-log:" + one.queueId + ":attempt:"
                + Long.toHexString(MessageKey.of(one.host, one.queueId, Long.toString(at.getEpochSecond())));
    }

    /** A submission that has been told of: from now on only its outcomes matter. */
    void settle(long key, LoggedSubmission one) {
        drop(key, one);
        state.bounces.add(one);
        int most = one.queued == null ? 1 : one.recipientCount();
        int slot = state.queued.add(key, one.owner(), now.getEpochSecond(), most);
        state.queued.settle(slot, one.settled - one.bounced, false);
        state.queued.settle(slot, one.bounced, true);
        if (one.deferralTold) {
            state.queued.set(slot, OpenMessageTable.DEFERRAL_TOLD);
        }
        int bounced = 0;
        for (LogEvent outcome : one.outcomes) {
            bounced += outcome.kind() == EventKind.BOUNCED ? outcome.recipientCount() : 0;
            if (outcome.kind() != EventKind.BOUNCED || bounced - outcome.recipientCount() < most) {
                events.accept(outcome);
            }
        }
    }
}
