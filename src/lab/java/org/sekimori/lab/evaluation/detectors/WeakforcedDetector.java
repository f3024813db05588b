package org.sekimori.lab.evaluation.detectors;

import java.time.Instant;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.mail.Origin;

/**
 * The rule about log-ins in weakforced's {@code wforce.conf.example}: refuse if the log-in was used from more than five addresses
 * in an hour, counted in six steps of ten minutes, and this country was seen fewer than twice in 24 hours. A submission is taken
 * for a log-in. Its HyperLogLog is replaced by exact sets, which does it no harm.
 */
final class WeakforcedDetector implements Detector {

    private static final long STEP = 600;
    private static final int STEPS = 6;
    private static final long DAY = 86_400;
    private static final int MOST_ADDRESSES = 5;
    private static final int SEEN_ENOUGH = 2;

    private final SlidingWindowCounts addresses = new SlidingWindowCounts();
    private final SlidingWindowCounts countries = new SlidingWindowCounts();

    @Override
    public void startAccount(AccountTimeline life) {
        addresses.clear();
        countries.clear();
    }

    @Override
    public DetectorResult onMessage(Message message, int number) {
        long now = message.time().getEpochSecond();
        addresses.forget(now / STEP * STEP - (STEPS - 1) * STEP);
        countries.forget(now - DAY + 1);
        String country = message.place().origin() instanceof Origin.Country at ? at.country() : "";
        int times = countries.times(country);
        boolean caught = times < SEEN_ENOUGH && addresses.different() > MOST_ADDRESSES;
        // The query precedes the report of the log-in, so this one does not count yet.
        addresses.add(now, message.place().address().text());
        countries.add(now, country);
        return caught ? DetectorResult.caught("weakforced") : DetectorResult.PASSED;
    }

    @Override
    public void onBounce(Message message, int number, Instant time, int count) {
        // Knows places only.
    }

    @Override
    public void onOtherEvent(TimelineEvent happening) {
        // Failed log-ins are another of its rules.
    }
}
