package org.sekimori.intake.limits;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The known recipients of one message. Not thread-safe. */
final class MessageRecipients {

    /**
     * Size of a sample: the recipients with the smallest hashes, so that every subset of that size is equally likely (bottom-k
     * sketch; Cohen and Kaplan, Summarizing data using bottom-k sketches, PODC 2007).
     */
    static final int SAMPLE = 16;

    /** Octets of a message without recipients, and of a recipient beside its characters, with their places in the tables. */
    private static final int BASE = 500;

    private static final int EACH = 120;

    private final String instance;
    private final long since;
    private final RecipientMemoryShare account;
    private final RecipientMemoryShare address;
    private Set<String> recipients = new LinkedHashSet<>(2);
    private boolean sampled;
    private boolean givenUp;
    private long weight;

    /** @param since when its first recipient was named, in milliseconds */
    MessageRecipients(String instance, long since, RecipientMemoryShare account, RecipientMemoryShare address) {
        this.instance = instance;
        this.since = since;
        this.account = account;
        this.address = address;
    }

    /** Takes its place; the answer is its weight. */
    long enter() {
        place();
        return BASE
                + 2L
                        * (instance.length()
                                + account.name().length()
                                + address.name().length());
    }

    /** Adds a recipient to a message; returns its weight. */
    long add(String recipient, int most) {
        if (givenUp) {
            givenUp = false;
            place();
        }
        if (sampled) {
            NavigableSet<String> sample = (NavigableSet<String>) recipients;
            if (!sample.add(recipient)) {
                return 0;
            }
            return weight(recipient) - (sample.size() > SAMPLE ? weight(Objects.requireNonNull(sample.pollLast())) : 0);
        }
        return recipients.size() < most && recipients.add(recipient) ? weight(recipient) : 0;
    }

    private static long weight(String recipient) {
        return EACH + recipient.length();
    }

    /** Keeps a sample only; the answer is by how much it is lighter, as a negative number. */
    long sample() {
        TreeSet<String> sample = new TreeSet<>(recipients);
        long less = 0;
        while (sample.size() > SAMPLE) {
            less -= weight(Objects.requireNonNull(sample.pollLast()));
        }
        recipients = sample;
        sampled = true;
        place();
        return less;
    }

    /** Marks it as given up: its connection asks about another message. */
    void givenUp() {
        givenUp = true;
        place();
    }

    private void place() {
        account.place(this);
        address.place(this);
    }

    void leave() {
        account.remove(this);
        address.remove(this);
    }

    void weigh(long more) {
        weight += more;
        account.weigh(more);
        address.weigh(more);
    }

    List<String> recipients() {
        return List.copyOf(recipients);
    }

    String instance() {
        return instance;
    }

    long since() {
        return since;
    }

    RecipientMemoryShare account() {
        return account;
    }

    RecipientMemoryShare address() {
        return address;
    }

    boolean isSampled() {
        return sampled;
    }

    boolean isGivenUp() {
        return givenUp;
    }

    long weight() {
        return weight;
    }
}
