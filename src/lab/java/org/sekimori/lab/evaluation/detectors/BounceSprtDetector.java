package org.sekimori.lab.evaluation.detectors;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;

/**
 * Wald's sequential probability ratio test on recipients that bounce, as SPOT (Duan et al., 2009) does on verdicts about content.
 * Each accepted recipient counts as reached until its bounce is known, which then counts instead. Hypotheses: 3 % of a good
 * sender's recipients bounce, where one provider blocks, and 30 % of an abused one's. Both kinds of error 1 %, as in SPOT. When it
 * fires, mail is refused for a day, and it begins anew.
 */
final class BounceSprtDetector implements Detector {

    private static final double GOOD = 0.03;
    private static final double BAD = 0.30;
    private static final double ERROR = 0.01;
    private static final double REACHED = StrictMath.log((1 - BAD) / (1 - GOOD));
    private static final double BOUNCED = StrictMath.log(BAD / GOOD);
    private static final double UPPER = StrictMath.log((1 - ERROR) / ERROR);
    private static final double LOWER = -UPPER;
    private static final long DAY = 86_400;

    private double ratio;

    /** By message: evidence for innocence that the lower bound swallowed. Its bounces take back that first. */
    private final Map<Integer, Double> swallowed = new HashMap<>();

    private long blockedUntil;

    @Override
    public void startAccount(AccountTimeline life) {
        ratio = 0;
        swallowed.clear();
        blockedUntil = Long.MIN_VALUE;
    }

    @Override
    public DetectorResult onMessage(Message message, int number) {
        long now = message.time().getEpochSecond();
        if (ratio >= UPPER) {
            ratio = 0;
            blockedUntil = now + DAY;
        }
        if (now < blockedUntil) {
            return DetectorResult.caught("SPRT on bounces");
        }
        double after = ratio + message.recipientCount() * REACHED;
        if (after < LOWER) {
            swallowed.put(number, LOWER - after);
        }
        ratio = Math.max(LOWER, after);
        return DetectorResult.PASSED;
    }

    @Override
    public void onBounce(Message message, int number, Instant time, int count) {
        double against = count * (BOUNCED - REACHED);
        double kept = swallowed.getOrDefault(number, 0.0);
        swallowed.put(number, Math.max(0, kept - against));
        ratio += Math.max(0, against - kept);
    }

    @Override
    public void onOtherEvent(TimelineEvent happening) {
        // Knows bounces only.
    }
}
