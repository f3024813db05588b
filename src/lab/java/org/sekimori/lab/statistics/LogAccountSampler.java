package org.sekimori.lab.statistics;

import java.util.Set;
import org.sekimori.mail.MailEvent;

/** Samples one account of an operator's log. */
final class LogAccountSampler {

    /** A server that asks again about the same message does so at once. */
    private static final int REMEMBERED = 16;

    private final AccountSampler sender;
    private final long[] ids = new long[REMEMBERED];
    private int next;
    private boolean attempted;

    LogAccountSampler(AccountSampler sender) {
        this.sender = sender;
    }

    AccountSampler sender() {
        return sender;
    }

    /** @return false if it came too late to be counted */
    boolean add(MailEvent event, Set<String> home) {
        if (repeated(Fnv1aHash.of(event.id()))) {
            return true;
        }
        return switch (event.kind()) {
            case ATTEMPT -> {
                attempted = true;
                yield sender.add(sent(event, home));
            }
            case ACCEPTED -> attempted || sender.add(sent(event, home));
            case BOUNCED -> sender.add(new AccountActivity.Bounced(Math.max(1, event.recipientCount())));
            case AUTH_FAILED -> sender.add(new AccountActivity.Failed(event.time()));
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

    private static AccountActivity.Sent sent(MailEvent event, Set<String> home) {
        long[] named = event.recipients().isEmpty()
                ? AccountActivity.UNNAMED
                : event.recipients().stream().mapToLong(Fnv1aHash::of).toArray();
        return new AccountActivity.Sent(
                event.time(),
                event.recipientCount(),
                named,
                event.size(),
                AccountActivity.network(event.channel(), event.origin()),
                AccountActivity.ClientRegion.of(event.origin(), home));
    }
}
