package org.sekimori.follow.postfix;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.LogEvent;
import org.sekimori.follow.postfix.PostfixLine.DeliveryStatus;
import org.sekimori.mail.EventKind;

/** What becomes of queued messages, under their own queue id or a later one: deliveries, bounces, deferrals. Not thread-safe. */
final class DeliveryOutcomes {

    private static final int MOST_RECIPIENTS_HEARD = 200_000;

    private final SubmissionTeller teller;

    DeliveryOutcomes(SubmissionTeller teller) {
        this.teller = teller;
    }

    @Nullable
    IncomingMessage incoming(long key) {
        IncomingMessage message = teller.state.handedBack.get(key);
        return message == null ? teller.state.incoming.get(key) : message;
    }

    void forget(long key) {
        teller.state.handedBack.remove(key);
        teller.state.incoming.remove(key);
    }

    void delivered(String host, PostfixLine.Delivery line) {
        if (line.status() == DeliveryStatus.PROBED) {
            return;
        }
        long key = MessageKey.of(host, line.queueId());
        LoggedSubmission one = teller.state.submissions.get(key);
        int slot = one == null ? teller.state.queued.find(key) : -1;
        if (one != null) {
            if (teller.state.heard < MOST_RECIPIENTS_HEARD) {
                teller.state.heard++;
                one.hear(line.recipient(), line.submitted(), teller.now);
            }
            outcome(host, one, line);
            handOver(host, line, one.owner(), one.queueId, one.begun.getEpochSecond());
            if (one.complete() && one.due != null) {
                teller.finish(key, one, true);
            }
        } else if (slot >= 0) {
            MessageOwner owner = teller.state.queued.owner(slot);
            long begun = teller.state.queued.begun(slot);
            outcome(host, slot, line);
            handOver(host, line, owner, line.queueId(), begun);
        } else {
            IncomingMessage message = incoming(key);
            if (message != null) {
                message.delivered(line);
                judge(host, message, line);
            }
        }
    }

    void outcome(String host, LoggedSubmission one, PostfixLine.Delivery line) {
        boolean settled = line.status() != DeliveryStatus.DEFERRED;
        one.settled += settled ? 1 : 0;
        if (line.status() == DeliveryStatus.BOUNCED) {
            one.bounced++;
            one.outcomes.add(bounced(host, one.owner(), line));
        } else if (!settled && !one.deferralTold) {
            one.deferralTold = true;
            one.outcomes.add(deferred(host, one.owner(), line));
        }
    }

    void outcome(String host, int slot, PostfixLine.Delivery line) {
        MessageOwner owner = teller.state.queued.owner(slot);
        if (line.status() == DeliveryStatus.BOUNCED) {
            boolean more = teller.state.queued.bounced(slot) < teller.state.queued.recipients(slot);
            teller.state.queued.settle(slot, 1, true);
            if (more) {
                tell(host, owner, bounced(host, owner, line));
            }
        } else if (line.status() == DeliveryStatus.SENT) {
            teller.state.queued.settle(slot, 1, false);
        } else if (!teller.state.queued.is(slot, OpenMessageTable.DEFERRAL_TOLD)) {
            teller.state.queued.set(slot, OpenMessageTable.DEFERRAL_TOLD);
            tell(host, owner, deferred(host, owner, line));
        }
    }

    LogEvent bounced(String host, MessageOwner owner, PostfixLine.Delivery line) {
        return outcome(host, EventKind.BOUNCED, owner, line.queueId(), line.statusCode(), line.recipient())
                .recipients(List.of(line.submitted()))
                .recipientCount(1)
                .build();
    }

    LogEvent deferred(String host, MessageOwner owner, PostfixLine.Delivery line) {
        return outcome(host, EventKind.DEFERRED, owner, line.queueId(), line.statusCode(), line.recipient())
                .recipients(List.of(line.submitted()))
                .recipientCount(1)
                .build();
    }

    LogEvent.Builder outcome(
            String host, EventKind kind, MessageOwner owner, String queueId, @Nullable String code, String detail) {
        return Submitter.event(kind, teller.id(host, queueId, kind, detail), teller.now, owner.account())
                .server(owner.server())
                .queueId(owner.queueId() == null ? queueId : owner.queueId())
                .statusCode(code);
    }

    /** Tells an outcome, after its submission if that is not told of yet. */
    void tell(String host, MessageOwner owner, LogEvent event) {
        LoggedSubmission before =
                owner.queueId() == null ? null : teller.state.submissions.get(MessageKey.of(host, owner.queueId()));
        if (before == null || before.queued == null) {
            teller.events.accept(event);
        } else {
            before.outcomes.add(event);
        }
    }

    void expired(String host, String queueId) {
        long key = MessageKey.of(host, queueId);
        LoggedSubmission one = teller.state.submissions.get(key);
        if (one != null) {
            int left = Math.max(1, one.expanded - one.settled);
            one.bounced += left;
            one.settled += left;
            one.outcomes.add(outcome(host, EventKind.BOUNCED, one.owner(), queueId, "4.4.7", "")
                    .recipientCount(left)
                    .build());
            return;
        }
        int slot = teller.state.queued.find(key);
        if (slot >= 0) {
            int left = Math.max(1, teller.state.queued.recipients(slot) - teller.state.queued.settled(slot));
            MessageOwner owner = teller.state.queued.owner(slot);
            teller.state.queued.settle(slot, left, true);
            tell(
                    host,
                    owner,
                    outcome(host, EventKind.BOUNCED, owner, queueId, "4.4.7", "")
                            .recipientCount(left)
                            .build());
        }
    }

    /** A message is returned of which no bounced recipient was seen: a line was lost, or cut within a long address. */
    void returned(String host, String queueId) {
        long key = MessageKey.of(host, queueId);
        LoggedSubmission one = teller.state.submissions.get(key);
        int slot = one == null ? teller.state.queued.find(key) : -1;
        if (one != null && one.bounced == 0) {
            one.bounced++;
            one.outcomes.add(outcome(host, EventKind.BOUNCED, one.owner(), queueId, null, "")
                    .recipientCount(1)
                    .build());
        } else if (slot >= 0 && teller.state.queued.bounced(slot) == 0) {
            teller.state.queued.settle(slot, 1, true);
            MessageOwner owner = teller.state.queued.owner(slot);
            tell(
                    host,
                    owner,
                    outcome(host, EventKind.BOUNCED, owner, queueId, null, "")
                            .recipientCount(1)
                            .build());
        }
    }

    void removed(long key) {
        LoggedSubmission one = teller.state.submissions.get(key);
        if (one != null) {
            teller.finish(key, one, false);
        }
        teller.state.queued.remove(key);
        forget(key);
    }

    /** A filter on this machine took the message, and says under which id Postfix has it again. */
    void handOver(String host, PostfixLine.Delivery line, MessageOwner owner, String queueId, long begun) {
        if (line.next() == null || !line.relayIsLocal()) {
            return;
        }
        long key = MessageKey.of(host, line.next());
        IncomingMessage message = incoming(key);
        if (message == null || !message.fromHere || message.begun.getEpochSecond() < begun) {
            return;
        }
        forget(key);
        String first = owner.queueId() == null ? queueId : owner.queueId();
        int count = Math.max(1, message.recipients);
        teller.state.queued.add(
                key, new MessageOwner(owner.account(), owner.server(), first), teller.now.getEpochSecond(), count);
        for (PostfixLine.Delivery earlier : message.deliveries) {
            int slot = teller.state.queued.find(key);
            if (slot >= 0) {
                outcome(host, slot, earlier);
            }
        }
    }

    /** Whether a message is another's, under a new id. */
    boolean adopt(long key, long original, String originalId) {
        LoggedSubmission one = teller.state.submissions.get(original);
        int slot = one == null ? teller.state.queued.find(original) : -1;
        if (key == original || one == null && slot < 0) {
            return false;
        }
        MessageOwner owner = one == null ? teller.state.queued.owner(slot) : one.owner();
        int count = one == null ? teller.state.queued.recipients(slot) : Math.max(1, one.expanded);
        String first = owner.queueId() == null ? originalId : owner.queueId();
        forget(key);
        MessageOwner child = new MessageOwner(owner.account(), owner.server(), first);
        teller.state.queued.set(
                teller.state.queued.add(key, child, teller.now.getEpochSecond(), count), OpenMessageTable.UNCOUNTED);
        return true;
    }

    void judge(String host, IncomingMessage message, PostfixLine.Delivery line) {
        if (message.judged || message.sender == null || !message.sender.isEmpty()) {
            return;
        }
        MessageOwner owner = teller.state.bounces.originalOf(message, line.submitted());
        owner = owner == null ? teller.state.bounces.originalOf(message, line.recipient()) : owner;
        if (owner != null) {
            message.judged = true;
            tell(
                    host,
                    owner,
                    outcome(host, EventKind.BOUNCED, owner, line.queueId(), null, "")
                            .recipientCount(1)
                            .build());
        }
    }
}
