package org.sekimori.lab.judge.customers;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.mail.SubmissionChannel;

/** Collects the events of one account. Events outside the simulated time are dropped. */
public final class AccountEventCollector {

    private final TimeSpan time;
    private final List<TimelineEvent> all = new ArrayList<>();
    private long firstHostile = Long.MAX_VALUE;
    private long lastHostile = Long.MIN_VALUE;

    public AccountEventCollector(TimeSpan time) {
        this.time = time;
    }

    void addOwnerMessage(long at, SubmissionRoute spot, ComposedMessage message) {
        if (time.contains(at)) {
            add(at, false, spot.place(), spot.channel(), message);
        }
    }

    public void addAttackMessage(long at, ClientLocation place, SubmissionChannel channel, ComposedMessage message) {
        if (time.contains(at)) {
            firstHostile = Math.min(firstHostile, at);
            lastHostile = Math.max(lastHostile, at);
            add(at, true, place, channel, message);
        }
    }

    private void add(
            long at, boolean hostile, ClientLocation place, SubmissionChannel channel, ComposedMessage message) {
        all.add(new TimelineEvent.Message(
                Instant.ofEpochMilli(at),
                hostile,
                place,
                channel,
                message.recipients(),
                message.recipientCount(),
                message.size(),
                message.bounces()));
    }

    public void addFailedLogin(long at, boolean hostile, ClientLocation place) {
        if (time.contains(at)) {
            all.add(new TimelineEvent.FailedLogin(Instant.ofEpochMilli(at), hostile, place));
        }
    }

    void addGrantOpened(long at, long from, SortedSet<String> countries) {
        if (time.contains(at)) {
            all.add(new TimelineEvent.GrantOpened(Instant.ofEpochMilli(at), Instant.ofEpochMilli(from), countries));
        }
    }

    void addGrantExtended(long at) {
        if (time.contains(at)) {
            all.add(new TimelineEvent.GrantExtended(Instant.ofEpochMilli(at)));
        }
    }

    /**
     * The attack as its messages show it, null if there were none.
     *
     * @param attackClass its word in reports
     */
    public @Nullable Attack attack(String attackClass) {
        return firstHostile > lastHostile
                ? null
                : new Attack(attackClass, Instant.ofEpochMilli(firstHostile), Instant.ofEpochMilli(lastHostile));
    }

    /** Everything by rising time. */
    public List<TimelineEvent> sorted() {
        all.sort(Comparator.comparing(TimelineEvent::time));
        return all;
    }
}
