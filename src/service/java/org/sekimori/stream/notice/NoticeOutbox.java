package org.sekimori.stream.notice;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.sekimori.engine.StepOutput.OwnerQuestionRaised;

/**
 * What was sent and what is still to be sent, on the log, in the hands of one instance at a time. For one thread.
 *
 * <p>Whoever leads has read everything that its predecessors wrote, and none of them can write any more.
 */
public interface NoticeOutbox extends AutoCloseable {

    /**
     * Keeps, or asks for, the lead; to be called at least every few minutes by whoever has it.
     *
     * @param patience how long to wait for it
     * @return whether this instance leads
     */
    boolean lead(Duration patience);

    /** One more each time that this instance gained the lead; what was remembered of {@link #entries} is void then. */
    long term();

    /** Every entry by its key, as of the last write; only while this instance leads. A view. */
    Map<String, NoticeRecord> entries();

    /**
     * Questions that came since the last ones whose place was written, oldest first within an account.
     *
     * @param most at most so many
     */
    List<OwnerQuestionRaised> questions(int most);

    /**
     * Writes entries, all or none, and with them the place after the questions that were given out last.
     *
     * @param forgotten keys of entries that are needed no more
     * @throws LeadLostException if another instance has the lead now
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
