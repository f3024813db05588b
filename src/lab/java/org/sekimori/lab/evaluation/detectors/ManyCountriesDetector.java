package org.sekimori.lab.evaluation.detectors;

import java.time.Instant;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.mail.Origin;

/** Like plugins of Postfix: refuses and reports an account used from several countries within 24 hours. */
final class ManyCountriesDetector implements Detector {

    private static final long DAY = 86_400;

    private final int most;
    private final SlidingWindowCounts seen = new SlidingWindowCounts();

    ManyCountriesDetector(int most) {
        this.most = most;
    }

    @Override
    public void startAccount(AccountTimeline life) {
        seen.clear();
    }

    @Override
    public DetectorResult onMessage(Message message, int number) {
        if (!(message.place().origin() instanceof Origin.Country at)) {
            return DetectorResult.PASSED;
        }
        long now = message.time().getEpochSecond();
        seen.forget(now - DAY + 1);
        seen.add(now, at.country());
        return seen.different() >= most ? DetectorResult.caught(most + " countries") : DetectorResult.PASSED;
    }

    @Override
    public void onBounce(Message message, int number, Instant time, int count) {
        // Knows places only.
    }

    @Override
    public void onOtherEvent(TimelineEvent happening) {
        // Knows submissions only.
    }
}
