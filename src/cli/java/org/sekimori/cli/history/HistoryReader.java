package org.sekimori.cli.history;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.follow.source.LineCounts;

/** Turns the lines of one series of files into events. */
interface HistoryReader {

    /**
     * The time of a line, to put files into order; has no effect on what is read later.
     *
     * @param modified when its file was written last
     * @return null if the line has none
     */
    @Nullable
    Instant timeOf(byte[] line, Instant modified);

    /** Reads a line. */
    void read(byte[] line, Instant modified, Consumer<HistoryEvent> events);

    /** Called now and then: forgets what has been open for too long. */
    void endBatch();

    LineCounts counts();

    /** Masked samples of lines that were not understood. */
    List<String> samples();

    void save(DataOutput out) throws IOException;

    void restore(DataInput in) throws IOException;
}
