package org.sekimori.stream.lists;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.lists.ListChange;
import org.sekimori.lists.ListTable;

/** The lists of the log. Thread-safe; methods but {@link #table} wait for the log. */
public interface ListLog {

    /** Most changes that {@link #history} returns. */
    int MOST_CHANGES = 1_000;

    /** Most values of a past change that are named. */
    int MOST_SHOWN = 10;

    /**
     * A change that was carried out.
     *
     * @param change with at most {@link #MOST_SHOWN} of its values
     * @param values how many values it had
     */
    record PastChange(ListChange change, int values) {

        /** The same with fewer values, so that a history of imports fits into memory. */
        public static PastChange of(ListChange change, @Nullable String value) {
            List<String> shown =
                    value == null ? change.values().stream().limit(MOST_SHOWN).toList() : List.of(value);
            return new PastChange(
                    new ListChange(
                            change.id(),
                            change.time(),
                            change.by(),
                            change.channel(),
                            change.action(),
                            change.list(),
                            change.kind(),
                            shown,
                            change.reason(),
                            change.until()),
                    change.values().size());
        }
    }

    /**
     * How far this instance is with reading the lists.
     *
     * @param behind records that were not read yet, as far as is known; more than 0 for a moment after each change
     * @param problem why they cannot be read; empty if they can
     */
    record Following(long behind, String problem) {}

    Following following();

    /** The lists as last read. */
    ListTable table();

    /**
     * Carries out a change, wholly or not at all. When this returns, {@link #table} has it; other instances follow within moments.
     *
     * @throws org.sekimori.stream.request.LogUnavailableException if the log does not take it
     */
    void apply(ListChange change);

    /**
     * The last changes of a list, oldest first, as far as the log goes back (400 days).
     *
     * @param value only changes of this value, in its one spelling; null for all
     * @param most how many, at most {@link #MOST_CHANGES}
     * @throws org.sekimori.stream.request.LogUnavailableException if the log cannot be read to its end in time
     */
    List<PastChange> history(String list, @Nullable String value, int most);
}
