package org.sekimori.lab.evaluation;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Happening.Bounce;
import org.sekimori.lab.world.Happening.Message;
import org.sekimori.lab.world.Life;

/** Shows lives to a detector, with the bounces of what it accepted, and hands what it said to a listener. */
final class Playback {

    /** Hears of every message. */
    interface Listener {
        void submitted(Message message, Reaction reaction);
    }

    private record Due(Instant time, long order, Message message, int number, int recipients) {}

    private final PriorityQueue<Due> bounces =
            new PriorityQueue<>(Comparator.comparing(Due::time).thenComparingLong(Due::order));
    private long order;

    /** Plays one life from its beginning to the end; what would come back after the last happening is left out. */
    void play(Life life, Detector detector, Listener listener) {
        bounces.clear();
        detector.begin(life);
        int number = 0;
        for (Happening happening : life.happenings()) {
            deliver(detector, happening.time());
            if (happening instanceof Message message) {
                Reaction reaction = detector.submitted(message, number);
                if (reaction.passed()) {
                    for (Bounce bounce : message.bounces()) {
                        Instant time = message.time().plusSeconds(bounce.afterSeconds());
                        bounces.add(new Due(time, order++, message, number, bounce.recipients()));
                    }
                }
                listener.submitted(message, reaction);
                number++;
            } else {
                detector.heard(happening);
            }
        }
    }

    private void deliver(Detector detector, Instant until) {
        for (Due due = bounces.peek(); due != null && !due.time.isAfter(until); due = bounces.peek()) {
            bounces.remove();
            detector.bounced(due.message, due.number, due.time, due.recipients);
        }
    }
}
