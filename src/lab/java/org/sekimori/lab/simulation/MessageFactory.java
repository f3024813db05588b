package org.sekimori.lab.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Bounce;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.mail.SubmissionChannel;

/** Creates messages with their size and future bounces. */
final class MessageFactory {

    private static final int MINUTE = 60;

    private final double sizeMu;
    private final double sizeSigma;
    private final double late;
    private final int lateMinutes;

    MessageFactory(SimulatorParameters numbers) {
        this.sizeMu = numbers.number("sending.size_mu");
        this.sizeSigma = numbers.number("sending.size_sigma");
        this.late = numbers.number("attacks.late_bounces");
        this.lateMinutes = (int) numbers.number("attacks.late_minutes");
    }

    /** A message of an owner; with webmail it comes from the provider's own machine. */
    Message honest(
            Instant time,
            ClientLocation place,
            SubmissionChannel channel,
            long[] recipients,
            int count,
            double bounceShare,
            @Nullable String helo,
            RandomStream draw) {
        return new Message(
                time,
                false,
                place,
                channel,
                recipients,
                count,
                (int) Math.min(30_000_000, 400 + draw.logNormal(sizeMu, sizeSigma)),
                bounces(draw.binomial(count, bounceShare), draw),
                helo);
    }

    /** A message to addresses of a list of which so many do not exist. */
    Message toList(
            Instant time, ClientLocation place, long[] recipients, int dead, @Nullable String helo, RandomStream draw) {
        return new Message(
                time,
                false,
                place,
                SubmissionChannel.SUBMISSION,
                recipients,
                recipients.length,
                (int) Math.min(30_000_000, 400 + draw.logNormal(sizeMu, sizeSigma)),
                bounces(dead, draw),
                helo);
    }

    Message hostile(
            Instant time,
            ClientLocation place,
            long[] recipients,
            int count,
            int size,
            double bounceShare,
            @Nullable String helo,
            RandomStream draw) {
        return new Message(
                time,
                true,
                place,
                SubmissionChannel.SUBMISSION,
                recipients,
                count,
                size,
                bounces(draw.binomial(count, bounceShare), draw),
                helo);
    }

    /** Some come back while the message is delivered, some minutes later. */
    private List<Bounce> bounces(int failing, RandomStream draw) {
        if (failing == 0) {
            return List.of();
        }
        int later = draw.binomial(failing, late);
        List<Bounce> bounces = new ArrayList<>(2);
        if (failing > later) {
            bounces.add(new Bounce(1, failing - later));
        }
        if (later > 0) {
            bounces.add(new Bounce(draw.between(MINUTE, lateMinutes * MINUTE), later));
        }
        return bounces;
    }

    static void sort(List<TimelineEvent> happenings) {
        happenings.sort(java.util.Comparator.comparing(TimelineEvent::time));
    }
}
