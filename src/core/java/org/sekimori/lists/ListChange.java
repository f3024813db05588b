package org.sekimori.lists;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change of one list: values of one kind are put there or taken off. It is kept as the history of the list.
 *
 * @param id unique per change; a repetition has the same id
 * @param time when it was asked for, by the clock of the instance that was asked
 * @param by who asked
 * @param channel where, such as {@code cli} or {@code api}
 * @param values in their one spelling; 1 to {@link #MAX_VALUES}
 * @param reason one line
 * @param until end of what is added; null without one, and when values are taken off
 */
public record ListChange(
        String id,
        Instant time,
        String by,
        String channel,
        Action action,
        String list,
        ListKind kind,
        List<String> values,
        String reason,
        @Nullable Instant until) {

    /** Most values of one change: it is one record, and its history must be found quickly. */
    public static final int MAX_VALUES = 10_000;

    /** Most characters of all values of a change: of at most three octets each they fit into a record. */
    public static final int MAX_CHARACTERS = 300_000;

    /** What is done with the values. */
    public enum Action {
        ADD,
        REMOVE;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ListChange {
        ListEntry.checkName(list);
        values = values.stream().map(kind::normalize).distinct().toList();
        if (values.isEmpty() || values.size() > MAX_VALUES) {
            throw new IllegalArgumentException("a change has 1 to " + MAX_VALUES + " values, not " + values.size());
        }
        if (values.stream().mapToLong(String::length).sum() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the values of a change have at most " + MAX_CHARACTERS + " characters together");
        }
        if (action == Action.ADD) {
            new ListTerms(by, reason, time, until);
        }
    }

    /** The terms of what is added. */
    public ListTerms terms() {
        return new ListTerms(by, reason, time, until);
    }
}
