package org.sekimori.intake.postfix;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The messages under way of one account, or of one client address, oldest first. Not for several threads. */
final class GatheredShare {

    private final String name;
    private final Set<GatheredMessage> givenUp = new LinkedHashSet<>();
    private final Set<GatheredMessage> whole = new LinkedHashSet<>();
    private final Set<GatheredMessage> sampled = new LinkedHashSet<>();
    private long weight;

    GatheredShare(String name) {
        this.name = name;
    }

    void place(GatheredMessage message) {
        remove(message);
        (message.isGivenUp() ? givenUp : message.isSampled() ? sampled : whole).add(message);
    }

    void remove(GatheredMessage message) {
        givenUp.remove(message);
        whole.remove(message);
        sampled.remove(message);
    }

    void weigh(long more) {
        weight += more;
    }

    @Nullable
    GatheredMessage firstGivenUp() {
        return first(givenUp);
    }

    @Nullable
    GatheredMessage firstWhole() {
        return first(whole);
    }

    @Nullable
    GatheredMessage firstSampled() {
        return first(sampled);
    }

    private static @Nullable GatheredMessage first(Set<GatheredMessage> some) {
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
