package org.sekimori.lab.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.grants.GrantCommand;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;

/** Converts synthetic events to log entries. */
public final class SyntheticLogEntryFactory {

    /** The one mail server of the invented provider. */
    public static final String SERVER = "mx1.isp.example";

    /** Two characters that name the key, as real keyed hashes begin with. */
    private static final String KEY = "sm";

    /** Domains of all recipients: a recipient's number modulo this is its domain's. */
    public static final int DOMAINS = 23;

    private SyntheticLogEntryFactory() {}

    /**
     * A submission about to be accepted.
     *
     * @param number of the message within the account
     */
    public static MailEvent attempt(Account account, Message message, int number) {
        List<String> recipients = new ArrayList<>(message.recipients().length);
        for (long recipient : message.recipients()) {
            recipients.add(KEY + Long.toUnsignedString(recipient, 36) + domain(recipient));
        }
        return event(
                account,
                message,
                id(account, "m", number),
                message.time(),
                EventKind.ATTEMPT,
                recipients,
                message.recipientCount(),
                number);
    }

    /** A non-delivery report for some recipients of a message. */
    public static MailEvent bounce(Account account, Message message, int number, Instant time, int recipients) {
        String id = id(account, "b", number) + "." + time.getEpochSecond();
        return event(account, message, id, time, EventKind.BOUNCED, List.of(), recipients, number);
    }

    private static MailEvent event(
            Account account,
            Message message,
            String id,
            Instant time,
            EventKind kind,
            List<String> recipients,
            int count,
            int number) {
        return MailEvent.builder(id, time, kind, account)
                .server(SERVER)
                .channel(message.channel())
                .clientAddress(message.place().address().text())
                .clientName(message.place().clientName())
                .helo(message.helo())
                .sender(account.name())
                .recipients(recipients)
                .recipientCount(count)
                .size(message.size())
                .queueId(queueId(account, number))
                .origin(message.place().origin())
                .build();
    }

    /** A wrong password. */
    public static MailEvent failedLogin(Account account, TimelineEvent.FailedLogin failed, int number) {
        return MailEvent.builder(id(account, "f", number), failed.time(), EventKind.AUTH_FAILED, account)
                .server(SERVER)
                .clientAddress(failed.place().address().text())
                .clientName(failed.place().clientName())
                .origin(failed.place().origin())
                .build();
    }

    /** The owner's grant command; null for other events. */
    public static @Nullable GrantCommand grant(Account account, TimelineEvent happening, int number) {
        String id = id(account, "g", number);
        if (happening instanceof TimelineEvent.GrantOpened opened) {
            return new GrantCommand.Open(
                    id,
                    account,
                    opened.time(),
                    account.name(),
                    "portal",
                    opened.from(),
                    null,
                    new TreeSet<>(opened.countries()),
                    "a trip");
        } else if (happening instanceof TimelineEvent.GrantExtended extended) {
            return new GrantCommand.Extend(id, account, extended.time(), account.name(), "portal", null);
        }
        return null;
    }

    /** An address for a hashed recipient of the log. */
    static String address(String recipient) {
        return "r" + recipient.substring(KEY.length());
    }

    /** The queue id of a message, unique among all accounts. */
    public static String queueId(Account account, int number) {
        return Integer.toString(account.name().hashCode() & 0x7fffffff, 36) + "." + number;
    }

    private static String id(Account account, String what, int number) {
        return account.name() + "/" + what + number;
    }

    private static String domain(long recipient) {
        return "@d" + Long.remainderUnsigned(recipient, DOMAINS) + ".example";
    }
}
