package org.sekimori.follow.source;

/**
 * What became of the lines of a log since a reader began.
 *
 * @param understood lines that took part in an event or in the state of a message
 * @param ignored lines that are known, and of no use here
 * @param notUnderstood lines of the followed server of no known form, or without a header that can be read
 * @param foreign lines of other programs
 */
public record LineCounts(long understood, long ignored, long notUnderstood, long foreign) {

    /** All lines. */
    public long lines() {
        return understood + ignored + notUnderstood + foreign;
    }

    /** The lines since an earlier count. */
    public LineCounts since(LineCounts earlier) {
        return new LineCounts(
                understood - earlier.understood,
                ignored - earlier.ignored,
                notUnderstood - earlier.notUnderstood,
                foreign - earlier.foreign);
    }
}
