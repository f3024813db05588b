package org.sekimori.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Happening.Message;
import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Provider;

/** One attack while it is played: what the thief knows and has sent. */
final class Campaign {

    /** Most messages of one attack: a safeguard for parameters, far above what the shipped ones give. */
    private static final int MOST_MESSAGES = 20_000;

    final Draw draw;
    final Instant begin;

    /** The provider at home of the owner. */
    final Provider ownersProvider;

    private final Instant end;
    private final Post post;
    private final Correspondents correspondents;
    private final int size;
    private final double failing;
    private final List<Happening> into;
    private @Nullable Instant first;
    private @Nullable Instant last;
    private int messages;

    Campaign(
            Draw draw,
            Instant begin,
            Instant end,
            Provider ownersProvider,
            Post post,
            Correspondents correspondents,
            int size,
            double failing,
            List<Happening> into) {
        this.draw = draw;
        this.begin = begin;
        this.end = end;
        this.ownersProvider = ownersProvider;
        this.post = post;
        this.correspondents = correspondents;
        this.size = size;
        this.failing = failing;
        this.into = into;
    }

    /** The first hostile submission, null if the world ended before one. */
    @Nullable
    Instant first() {
        return first;
    }

    @Nullable
    Instant last() {
        return last;
    }

    /** Whether anything sent at this time still belongs to the world. */
    boolean goesOn(Instant time) {
        return time.isBefore(end) && messages < MOST_MESSAGES;
    }

    /** Spam to strangers of a list. */
    void spam(Instant time, Place place, double meanRecipients) {
        int count = 1 + draw.poisson(meanRecipients - 1);
        long[] recipients = new long[Math.min(count, Message.MOST_NAMED)];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = Correspondents.stranger(draw);
        }
        send(time, place, recipients, count, size, failing);
    }

    /** A letter in the owner's name to those whom the owner writes to, or partly to strangers. */
    void letter(Instant time, Place place, int count, double knownShare) {
        long[] recipients = new long[Math.min(count, Message.MOST_NAMED)];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = draw.chance(knownShare) ? correspondents.known(draw) : Correspondents.stranger(draw);
        }
        send(time, place, recipients, count, size, knownShare >= 1 ? 0 : failing * (1 - knownShare));
    }

    /** The thief's message to himself, to see whether the password works. */
    void probe(Instant time, Place place, int octets) {
        send(time, place, new long[] {Correspondents.stranger(draw)}, 1, octets, 0);
    }

    /** Failed log-ins belong to the attack, but are no submissions. */
    List<Happening> happenings() {
        return into;
    }

    private void send(Instant time, Place place, long[] recipients, int count, int octets, double bounceShare) {
        if (!goesOn(time)) {
            return;
        }
        into.add(post.hostile(time, place, recipients, count, octets, bounceShare, draw));
        messages++;
        first = first == null || time.isBefore(first) ? time : first;
        last = last == null || time.isAfter(last) ? time : last;
    }

    /** A second part of the same attack. */
    void include(Campaign later) {
        if (later.last != null) {
            last = later.last;
        }
        if (first == null) {
            first = later.first;
        }
    }

    /** A time this much later on average, by an exponential waiting time. */
    Instant later(Instant time, double meanSeconds) {
        return time.plus(Duration.ofMillis(1 + Math.round(1000 * draw.exponential(meanSeconds))));
    }
}
