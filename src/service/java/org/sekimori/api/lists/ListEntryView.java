package org.sekimori.api.lists;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.lists.ListChange;
import org.sekimori.lists.ListEntry;
import org.sekimori.lists.ListKind;
import org.sekimori.mail.IpNetwork;
import org.sekimori.stream.lists.ListLog.PastChange;

/** An entry of a list. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ListEntryView(
        String list,
        String kind,
        String value,
        String by,
        String reason,
        String since,
        @Nullable String until) {

    static ListEntryView of(ListEntry entry) {
        return new ListEntryView(
                entry.list(),
                entry.kind().word(),
                entry.value(),
                entry.terms().by(),
                entry.terms().reason(),
                entry.terms().since().toString(),
                text(entry.terms().until()));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * Entries of a list, at most as many as were asked for.
     *
     * @param total how many there are
     */
    record Some(String list, List<ListEntryView> entries, long total) {}

    /** A list, with its number of entries of each kind. */
    record Summary(String list, Map<String, Long> entries, long total) {}

    /** All lists. */
    record Summaries(List<Summary> lists) {}

    /** What a command did. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Done(
            String list,
            String kind,
            String action,
            int values,
            @Nullable String until) {

        static Done of(ListChange change) {
            return new Done(
                    change.list(),
                    change.kind().word(),
                    change.action().word(),
                    change.values().size(),
                    text(change.until()));
        }
    }

    /** How many entries were taken off a list. */
    record Cleared(String list, long removed) {}

    /** A change of a list; of many values the first ones are named. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Past(
            String time,
            String action,
            String kind,
            int values,
            List<String> first,
            String by,
            String channel,
            String reason,
            @Nullable String until) {

        static Past of(PastChange past) {
            ListChange change = past.change();
            return new Past(
                    change.time().toString(),
                    change.action().word(),
                    change.kind().word(),
                    past.values(),
                    change.values(),
                    change.by(),
                    change.channel(),
                    change.reason(),
                    text(change.until()));
        }
    }

    /** The history of a list, oldest first. */
    record History(String list, List<Past> changes) {}

    static final Comparator<ListEntry> ORDER =
            Comparator.comparing((ListEntry one) -> one.kind()).thenComparing(ListEntryView::sortable);

    /** Networks in the order of their addresses. */
    private static String sortable(ListEntry entry) {
        if (entry.kind() != ListKind.NETWORK) {
            return entry.value();
        }
        IpNetwork network = IpNetwork.of(entry.value());
        return String.format(
                "%016x%016x%03d", network.base().high(), network.base().low(), network.bits());
    }
}
