package org.sekimori.lab.evaluation.detectors;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Bounce;
import org.sekimori.lab.world.TimelineEvent.Message;

/** Plays account timelines to a detector, with the bounces of accepted messages, and passes its results to a listener. */
public final class TimelinePlayer {

    /** Receives every message's result. */
    public interface Listener {
        void onMessage(Message message, DetectorResult reaction);
    }

    private record Due(Instant time, long order, Message message, int number, int recipients) {}

    private final PriorityQueue<Due> bounces =
            new PriorityQueue<>(Comparator.comparing(Due::time).thenComparingLong(Due::order));
    private long order;

    /** Plays one timeline; bounces after the last event are left out. */
    public void play(AccountTimeline life, Detector detector, Listener listener) {
        bounces.clear();
        detector.startAccount(life);
        int number = 0;
        for (TimelineEvent happening : life.happenings()) {
            deliver(detector, happening.time());
            if (happening instanceof Message message) {
                DetectorResult reaction = detector.onMessage(message, number);
                if (reaction.passed()) {
                    for (Bounce bounce : message.bounces()) {
                        Instant time = message.time().plusSeconds(bounce.afterSeconds());
                        bounces.add(new Due(time, order++, message, number, bounce.recipients()));
                    }
                }
                listener.onMessage(message, reaction);
                number++;
            } else {
                detector.onOtherEvent(happening);
            }
        }
    }

    private void deliver(Detector detector, Instant until) {
        for (Due due = bounces.peek(); due != null && !due.time.isAfter(until); due = bounces.peek()) {
            bounces.remove();
            detector.onBounce(due.message, due.number, due.time, due.recipients);
        }
    }
}
