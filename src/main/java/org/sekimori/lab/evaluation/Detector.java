package org.sekimori.lab.evaluation;

import java.time.Instant;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Happening.Message;
import org.sekimori.lab.world.Life;

/**
 * A way of detecting, shown one account after the other, and each one's happenings by rising time. Serves one thread.
 *
 * <p>What it refuses goes nowhere: no bounce of it is reported.
 */
interface Detector extends AutoCloseable {

    /** A new account; nothing of the one before is remembered. */
    void begin(Life life);

    /**
     * Decides about a message.
     *
     * @param number of the message within the account, rising
     */
    Reaction submitted(Message message, int number);

    /** Recipients of an accepted message could not be reached. */
    void bounced(Message message, int number, Instant time, int recipients);

    /** Everything else. */
    void heard(Happening happening);

    @Override
    default void close() {}
}
