package org.sekimori.lab.evaluation.detectors;

import java.time.Instant;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.SyntheticEvent;
import org.sekimori.lab.world.SyntheticEvent.Message;

/**
 * A way of detecting, shown one account after the other, and each one's happenings by rising time. Serves one thread.
 *
 * <p>What it refuses goes nowhere: no bounce of it is reported.
 */
public interface Detector extends AutoCloseable {

    /** A new account; nothing of the one before is remembered. */
    void startAccount(AccountTimeline life);

    /**
     * Decides about a message.
     *
     * @param number of the message within the account, rising
     */
    DetectorResult onMessage(Message message, int number);

    /** Recipients of an accepted message could not be reached. */
    void onBounce(Message message, int number, Instant time, int recipients);

    /** Everything else. */
    void onOtherEvent(SyntheticEvent happening);

    @Override
    default void close() {}
}
