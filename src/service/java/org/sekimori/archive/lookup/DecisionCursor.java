package org.sekimori.archive.lookup;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import org.sekimori.archive.FoundDecision;

/**
 * The place between two pages: the last decision of the one before. Newest first, and where two have the same millisecond, the
 * greater id first.
 *
 * @param millis the decision's time, since the epoch
 * @param id the decision's
 */
record DecisionCursor(long millis, String id) {

    private static final int LONGEST = 200;

    /** The order of decisions: newest first. */
    static final Comparator<DecisionCursor> NEWEST_FIRST = Comparator.comparingLong(DecisionCursor::millis)
            .thenComparing(DecisionCursor::id)
            .reversed();

    static DecisionCursor of(FoundDecision found) {
        return new DecisionCursor(found.time().toEpochMilli(), found.id());
    }

    /** Whether a decision comes after this place. */
    boolean isBefore(FoundDecision found) {
        return NEWEST_FIRST.compare(this, of(found)) < 0;
    }

    /** As it is handed to callers, who give it back as it is. */
    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((millis + "." + id).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static DecisionCursor read(String text) {
        String clear = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        int dot = clear.indexOf('.');
        if (dot < 1 || dot == clear.length() - 1 || clear.length() > LONGEST) {
            throw new IllegalArgumentException("not a cursor");
        }
        return new DecisionCursor(Long.parseLong(clear.substring(0, dot)), clear.substring(dot + 1));
    }
}
