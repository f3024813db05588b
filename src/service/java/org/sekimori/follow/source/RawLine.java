package org.sekimori.follow.source;

import java.time.Instant;

/**
 * A line as it lies in its source.
 *
 * @param bytes without the line feed; at most {@link LineSplitter#MAX_LINE} octets
 * @param notBefore when it was not there yet: the source had been read to its end; {@link Instant#EPOCH} if that is unknown
 * @param notAfter when it was there
 */
public record RawLine(byte[] bytes, Instant notBefore, Instant notAfter) {

    /**
     * When it arrived, as far as is known: its own time if that is possible, since logs are stamped as they are written, or the
     * nearest possible time. So neither downtime makes a line late, nor can a clock that is behind put mail into an hour that is
     * over.
     *
     * @param stamp the time that the line itself gives
     */
    public Instant arrival(Instant stamp) {
        if (stamp.isAfter(notAfter)) {
            return notAfter;
        }
        return stamp.isBefore(notBefore) ? notBefore : stamp;
    }
}
