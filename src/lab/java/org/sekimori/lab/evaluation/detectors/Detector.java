package org.sekimori.lab.evaluation.detectors;

import java.time.Instant;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;

/**
 * A detector, shown one account after the other, with each one's events by rising time. Single-threaded.
 *
 * <p>Refused messages are not sent: they do not bounce.
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
    void onOtherEvent(TimelineEvent happening);

    @Override
    default void close() {}
}
