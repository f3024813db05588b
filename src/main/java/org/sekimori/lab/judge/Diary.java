package org.sekimori.lab.judge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Place;
import org.sekimori.mail.Channel;

/** Collects what happens to one account. Whatever lies outside the setting is left out. */
final class Diary {

    private final Span time;
    private final List<Happening> all = new ArrayList<>();
    private long firstHostile = Long.MAX_VALUE;
    private long lastHostile = Long.MIN_VALUE;

    Diary(Span time) {
        this.time = time;
    }

    void honest(long at, Spot spot, Letter letter) {
        if (time.contains(at)) {
            add(at, false, spot.place(), spot.channel(), letter);
        }
    }

    void hostile(long at, Place place, Channel channel, Letter letter) {
        if (time.contains(at)) {
            firstHostile = Math.min(firstHostile, at);
            lastHostile = Math.max(lastHostile, at);
            add(at, true, place, channel, letter);
        }
    }

    private void add(long at, boolean hostile, Place place, Channel channel, Letter letter) {
        all.add(new Happening.Message(
                Instant.ofEpochMilli(at),
                hostile,
                place,
                channel,
                letter.recipients(),
                letter.recipientCount(),
                letter.size(),
                letter.bounces()));
    }

    void failed(long at, boolean hostile, Place place) {
        if (time.contains(at)) {
            all.add(new Happening.FailedLogin(Instant.ofEpochMilli(at), hostile, place));
        }
    }

    void granted(long at, long from, SortedSet<String> countries) {
        if (time.contains(at)) {
            all.add(new Happening.GrantOpened(Instant.ofEpochMilli(at), Instant.ofEpochMilli(from), countries));
        }
    }

    void extended(long at) {
        if (time.contains(at)) {
            all.add(new Happening.GrantExtended(Instant.ofEpochMilli(at)));
        }
    }

    /** The attack as its messages show it, null if there were none. */
    @Nullable
    Attack attack(Theft theft) {
        return firstHostile > lastHostile
                ? null
                : new Attack(theft.word(), Instant.ofEpochMilli(firstHostile), Instant.ofEpochMilli(lastHostile));
    }

    /** Everything by rising time. */
    List<Happening> sorted() {
        all.sort(Comparator.comparing(Happening::time));
        return all;
    }
}
