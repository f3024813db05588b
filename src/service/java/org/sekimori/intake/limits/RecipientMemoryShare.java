package org.sekimori.intake.limits;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pending messages of one account, or of one client address, oldest first. Not thread-safe. */
final class RecipientMemoryShare {

    private final String name;
    private final Set<MessageRecipients> givenUp = new LinkedHashSet<>();
    private final Set<MessageRecipients> whole = new LinkedHashSet<>();
    private final Set<MessageRecipients> sampled = new LinkedHashSet<>();
    private long weight;

    RecipientMemoryShare(String name) {
        this.name = name;
    }

    void place(MessageRecipients message) {
        remove(message);
        (message.isGivenUp() ? givenUp : message.isSampled() ? sampled : whole).add(message);
    }

    void remove(MessageRecipients message) {
        givenUp.remove(message);
        whole.remove(message);
        sampled.remove(message);
    }

    void weigh(long more) {
        weight += more;
    }

    @Nullable
    MessageRecipients firstGivenUp() {
        return first(givenUp);
    }

    @Nullable
    MessageRecipients firstWhole() {
        return first(whole);
    }

    @Nullable
    MessageRecipients firstSampled() {
        return first(sampled);
    }

    private static @Nullable MessageRecipients first(Set<MessageRecipients> some) {
        return some.isEmpty() ? null : some.iterator().next();
    }

    boolean empty() {
        return givenUp.isEmpty() && whole.isEmpty() && sampled.isEmpty();
    }

    String name() {
        return name;
    }

    long weight() {
        return weight;
    }
}
