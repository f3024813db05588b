package org.sekimori.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;

/** State of one attack during its simulation: the thief's knowledge and messages. */
final class AttackCampaign {

    /** Most messages of one attack: a safeguard against bad parameters, far above the shipped ones' results. */
    private static final int MOST_MESSAGES = 20_000;

    final RandomStream draw;
    final Instant begin;

    final SimulatedOwner owner;

    /** Where the owner is. */
    final SimulatedOwnerLocation owners;

    final RecipientModel correspondents;

    /** Where the owner's trip goes, null without one. */
    final @Nullable String abroad;

    private final Instant end;
    private final MessageFactory post;
    private final ThiefHabits habits;
    private final int size;
    private final double failing;
    private final List<TimelineEvent> into;
    /** By machine: its program keeps its name. */
    private final Map<ClientLocation, String> helos = new HashMap<>();

    private @Nullable Instant first;
    private @Nullable Instant last;
    private int messages;

    AttackCampaign(
            RandomStream draw,
            Instant begin,
            Instant end,
            SimulatedOwner owner,
            SimulatedOwnerLocation owners,
            @Nullable String abroad,
            MessageFactory post,
            RecipientModel correspondents,
            int size,
            double failing,
            ThiefHabits habits,
            List<TimelineEvent> into) {
        this.draw = draw;
        this.begin = begin;
        this.end = end;
        this.owner = owner;
        this.owners = owners;
        this.abroad = abroad;
        this.post = post;
        this.correspondents = correspondents;
        this.size = size;
        this.failing = failing;
        this.habits = habits;
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
    void spam(Instant time, ClientLocation place, double meanRecipients) {
        int count = 1 + draw.poisson(meanRecipients - 1);
        long[] recipients = new long[Math.min(count, Message.MOST_NAMED)];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = habits.stranger(draw);
        }
        send(time, place, recipients, count, size, failing);
    }

    /** Sends a message in the owner's name to the owner's correspondents, or partly to strangers. */
    void message(Instant time, ClientLocation place, int count, double knownShare) {
        long[] recipients = new long[Math.min(count, Message.MOST_NAMED)];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = draw.chance(knownShare) ? correspondents.known(draw) : habits.stranger(draw);
        }
        send(time, place, recipients, count, size, knownShare >= 1 ? 0 : failing * (1 - knownShare));
    }

    /**
     * A letter a day to one of the owner's correspondents, from the campaign's own place, so that the place may look like the owner's.
     *
     * @return when the campaign begins
     */
    Instant buyFamiliarity(ClientLocation place) {
        Instant time = begin;
        for (int day = 0; day < habits.bought(); day++) {
            message(time, place, 1, 1);
            time = time.plus(Duration.ofDays(1));
        }
        return time;
    }

    /** A message to correspondents with these numbers. */
    void phish(Instant time, ClientLocation place, int from, int count) {
        long[] recipients = new long[count];
        for (int i = 0; i < count; i++) {
            recipients[i] = correspondents.member(from + i);
        }
        send(time, place, recipients, count, size, 0);
    }

    /** The thief's message to himself, to see whether the password works. */
    void probe(Instant time, ClientLocation place, int octets) {
        send(time, place, new long[] {RecipientModel.stranger(draw)}, 1, octets, 0);
    }

    /** Failed log-ins of the attack; they are not submissions. */
    List<TimelineEvent> happenings() {
        return into;
    }

    private void send(
            Instant time, ClientLocation place, long[] recipients, int count, int octets, double bounceShare) {
        if (!goesOn(time)) {
            return;
        }
        String helo = habits.copiesHelo()
                ? owners.helo(draw)
                : habits.nameless() ? null : helos.computeIfAbsent(place, at -> HeloNames.ofThief(at, draw));
        into.add(post.hostile(time, place, recipients, count, octets, bounceShare, helo, draw));
        messages++;
        first = first == null || time.isBefore(first) ? time : first;
        last = last == null || time.isAfter(last) ? time : last;
    }

    /** A second part of the same attack. */
    void include(AttackCampaign later) {
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
