package org.sekimori.intake.limits;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.MailEvent;

/**
 * Collects the recipients of messages under way: they are named one by one, long before the end of the message. Many messages are given up after RCPT, and any log-in can do so on purpose (MAIL, RCPT, RSET), so everything is
 * bounded: in time, from the first RCPT on; and in memory, per account, per client address, and in total.
 *
 * <p>At a bound, messages after which the same connection asked about another one go first: a connection has one message at
 * a time, so they were given up. Then the oldest lists become samples of {@value MessageRecipients#SAMPLE} recipients, which show
 * the share of new ones as well as the list does. Only then are samples dropped. In total, the account that holds most is the
 * first to lose something. The count of recipients is kept elsewhere. Thread-safe.
 */
public final class RecipientCollector {

    static final Duration KEPT = Duration.ofMinutes(30);

    private static final long LEAST_BUDGET = 8L * 1024 * 1024;
    private static final int OF_HEAP = 16;
    private static final int OF_ACCOUNT = 4;
    private static final int OF_ADDRESS = 2;

    private final long budget;
    private final Clock clock;
    private final Map<String, MessageRecipients> byInstance = new LinkedHashMap<>();
    private final Map<String, RecipientMemoryShare> accounts = new HashMap<>();
    private final Map<String, RecipientMemoryShare> addresses = new HashMap<>();
    private final TreeSet<RecipientMemoryShare> byWeight = new TreeSet<>(
            Comparator.comparingLong(RecipientMemoryShare::weight).thenComparing(RecipientMemoryShare::name));
    private final AtomicLong sampled = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private long weight;

    /** One connection of a mail server's, which has one message at a time. Not thread-safe. */
    public static final class Connection {
        private @Nullable String latest;
    }

    /** @param budget octets of memory for all messages together */
    public RecipientCollector(long budget, Clock clock) {
        this.budget = budget;
        this.clock = clock;
    }

    /** A sixteenth of the heap, at least 8 MiB. */
    public static long budget() {
        return Math.max(LEAST_BUDGET, Runtime.getRuntime().maxMemory() / OF_HEAP);
    }

    /**
     * Notes a recipient.
     *
     * @param connection on which it was named
     * @param instance the message
     * @param account log-in of the client, as it was sent
     * @param address of the client
     * @param recipient hashed already
     */
    public synchronized void add(
            Connection connection, String instance, String account, String address, String recipient) {
        long now = clock.millis();
        expire(now);
        if (connection.latest != null && !connection.latest.equals(instance)) {
            @Nullable MessageRecipients before = byInstance.get(connection.latest);
            if (before != null) {
                before.givenUp();
            }
        }
        connection.latest = instance;
        @Nullable MessageRecipients message = byInstance.get(instance);
        if (message == null) {
            message = new MessageRecipients(
                    instance,
                    now,
                    accounts.computeIfAbsent(account, RecipientMemoryShare::new),
                    addresses.computeIfAbsent(address, RecipientMemoryShare::new));
            byInstance.put(instance, message);
            weigh(message, message.enter());
        }
        weigh(message, message.add(recipient, MailEvent.MAX_RECIPIENTS));
        keepWithin(message);
    }

    private void keepWithin(MessageRecipients message) {
        while (message.account().weight() > budget / OF_ACCOUNT && lighten(message.account())) {
            // Something went.
        }
        while (message.address().weight() > budget / OF_ADDRESS && lighten(message.address())) {
            // Something went.
        }
        while (weight > budget && lighten(byWeight.last())) {
            // Something went.
        }
    }

    /** Lets something of one account or address go; false if it has nothing. */
    private boolean lighten(RecipientMemoryShare share) {
        @Nullable MessageRecipients abandoned = share.firstGivenUp();
        if (abandoned != null) {
            forget(abandoned);
            return true;
        }
        @Nullable MessageRecipients whole = share.firstWhole();
        if (whole != null) {
            long less = whole.sample();
            sampled.addAndGet(less < 0 ? 1 : 0);
            weigh(whole, less);
            return true;
        }
        @Nullable MessageRecipients sample = share.firstSampled();
        if (sample == null) {
            return false;
        }
        dropped.incrementAndGet();
        forget(sample);
        return true;
    }

    private void expire(long now) {
        for (Iterator<MessageRecipients> all = byInstance.values().iterator(); all.hasNext(); ) {
            MessageRecipients oldest = all.next();
            if (now - oldest.since() < KEPT.toMillis()) {
                return;
            }
            all.remove();
            leave(oldest);
        }
    }

    private void forget(MessageRecipients message) {
        byInstance.remove(message.instance());
        leave(message);
    }

    private void leave(MessageRecipients message) {
        weigh(message, -message.weight());
        message.leave();
        if (message.account().empty()) {
            accounts.remove(message.account().name());
            byWeight.remove(message.account());
        }
        if (message.address().empty()) {
            addresses.remove(message.address().name());
        }
    }

    private void weigh(MessageRecipients message, long more) {
        weight += more;
        byWeight.remove(message.account());
        message.weigh(more);
        byWeight.add(message.account());
    }

    /** Whether a message has any. */
    public synchronized boolean has(String instance) {
        return byInstance.containsKey(instance);
    }

    /** Takes the recipients of a message, all of them or a sample; empty if unknown. */
    public synchronized List<String> take(String instance) {
        @Nullable MessageRecipients message = byInstance.get(instance);
        if (message == null) {
            return List.of();
        }
        List<String> recipients = message.recipients();
        forget(message);
        return recipients;
    }

    /** Octets that all messages take, about. */
    public synchronized long weight() {
        return weight;
    }

    /** Messages whose recipients are known. */
    synchronized int messages() {
        return byInstance.size();
    }

    /** Octets that they may take. */
    public long most() {
        return budget;
    }

    /** Messages of which only a sample was kept. */
    public AtomicLong sampled() {
        return sampled;
    }

    /** Messages dropped as a whole, although they had not been given up. */
    public AtomicLong dropped() {
        return dropped;
    }
}
