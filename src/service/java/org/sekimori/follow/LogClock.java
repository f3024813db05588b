package org.sekimori.follow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * The clock of a log's host, as its lines show it. Between two lines far apart it was set, or the host was off: what is open is no older
 * for it. A clock in 2038 would otherwise end it all, and one that is put right again keep it for ever.
 */
public final class LogClock {

    private final long far;

    /** Time of the last line, in seconds since 1970; 0 before the first. */
    private long last;

    /** @param far time between two lines, in either direction, beyond which the clock was set */
    public LogClock(Duration far) {
        this.far = far.toSeconds();
    }

    /**
     * Reads the time of the next line.
     *
     * @return by how many seconds the clock was set forward before it, or back if negative; 0 if it just ran on
     */
    public long advance(Instant line) {
        long now = line.getEpochSecond();
        long step = last == 0 ? 0 : now - last;
        last = now;
        return Math.abs(step) > far ? step : 0;
    }

    /** As if no line had been read. */
    public void clear() {
        last = 0;
    }

    public void save(DataOutput out) throws IOException {
        out.writeLong(last);
    }

    public void restore(DataInput in) throws IOException {
        last = in.readLong();
    }
}
