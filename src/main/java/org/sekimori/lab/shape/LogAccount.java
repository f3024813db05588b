package org.sekimori.lab.shape;

import java.util.Set;
import org.sekimori.mail.MailEvent;

/** One account of an operator's log. */
final class LogAccount {

    /** A server that asks again about the same message does so at once. */
    private static final int REMEMBERED = 16;

    private final Sender sender;
    private final long[] ids = new long[REMEMBERED];
    private int next;
    private boolean attempted;

    LogAccount(Sender sender) {
        this.sender = sender;
    }

    Sender sender() {
        return sender;
    }

    /** @return false if it came too late to be counted */
    boolean add(MailEvent event, Set<String> home) {
        if (repeated(Fingerprint.of(event.id()))) {
            return true;
        }
        return switch (event.kind()) {
            case ATTEMPT -> {
                attempted = true;
                yield sender.add(sent(event, home));
            }
            case ACCEPTED -> attempted || sender.add(sent(event, home));
            case BOUNCED -> sender.add(new Act.Bounced(Math.max(1, event.recipientCount())));
            case AUTH_FAILED -> sender.add(new Act.Failed(event.time()));
            default -> throw new IllegalArgumentException("not counted: " + event.kind());
        };
    }

    private boolean repeated(long id) {
        for (long one : ids) {
            if (one == id) {
                return true;
            }
        }
        ids[next] = id;
        next = (next + 1) % REMEMBERED;
        return false;
    }

    private static Act.Sent sent(MailEvent event, Set<String> home) {
        long[] named = event.recipients().isEmpty()
                ? Act.UNNAMED
                : event.recipients().stream().mapToLong(Fingerprint::of).toArray();
        return new Act.Sent(
                event.time(),
                event.recipientCount(),
                named,
                event.size(),
                Act.network(event.channel(), event.origin()),
                Act.Whereabouts.of(event.origin(), home));
    }
}
