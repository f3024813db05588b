package org.sekimori.stream.notice;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.sekimori.engine.StepOutput.OwnerQuestionRaised;

/**
 * Sent and pending notices, on the log, owned by one instance at a time. Single-threaded.
 *
 * <p>The leader has read everything that its predecessors wrote, and none of them can write any more.
 */
public interface NoticeOutbox extends AutoCloseable {

    /**
     * Keeps or requests leadership; the leader must call it at least every few minutes.
     *
     * @param patience how long to wait for it
     * @return whether this instance leads
     */
    boolean lead(Duration patience);

    /** Increases each time that this instance gains leadership, which invalidates earlier reads of {@link #entries}. */
    long term();

    /** Every entry by its key, as of the last write; only while this instance leads. A view. */
    Map<String, NoticeRecord> entries();

    /**
     * Questions since the last written offset, oldest first within an account.
     *
     * @param most upper limit
     */
    List<OwnerQuestionRaised> questions(int most);

    /**
     * Writes records atomically, together with the offset after the last returned questions.
     *
     * @param forgotten keys of obsolete records
     * @throws LeadLostException if another instance leads now
     */
    void write(Collection<NoticeRecord> changed, Collection<String> forgotten);

    @Override
    void close();

    /** Another instance leads. */
    final class LeadLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeadLostException(Throwable cause) {
            super("another instance sends the notices now", cause);
        }
    }
}
