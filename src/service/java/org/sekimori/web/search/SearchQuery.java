package org.sekimori.web.search;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.archive.lookup.TallyField;

/**
 * A search as its address has it.
 *
 * @param q the box
 * @param range such as {@code 24h}; {@code own} for {@code from} and {@code until}
 * @param from local time without a zone, such as {@code 2030-01-31T09:00}; empty: not given
 * @param until likewise
 * @param view {@code table}, {@code line} or {@code top}
 * @param by of {@code top}
 * @param cursor of the table; empty on the first page
 */
record SearchQuery(String q, String range, String from, String until, String view, TallyField by, String cursor) {

    static final Map<String, Duration> RANGES = ranges();

    static final String OWN = "own";
    private static final String USUAL = "24h";

    private static Map<String, Duration> ranges() {
        Map<String, Duration> all = new LinkedHashMap<>();
        all.put("1h", Duration.ofHours(1));
        all.put(USUAL, Duration.ofHours(24));
        all.put("7d", Duration.ofDays(7));
        all.put("30d", Duration.ofDays(30));
        all.put("90d", Duration.ofDays(90));
        return all;
    }

    static SearchQuery of(Map<String, String> sent) {
        String range = sent.getOrDefault("range", USUAL);
        String view = sent.getOrDefault("view", "table");
        if (!range.equals(OWN) && !RANGES.containsKey(range)) {
            throw ApiProblems.field("range", "must be one of " + String.join(", ", RANGES.keySet()) + " or " + OWN);
        }
        if (!view.equals("table") && !view.equals("line") && !view.equals("top")) {
            throw ApiProblems.field("view", "must be table, line or top");
        }
        @Nullable TallyField by = TallyField.of(sent.getOrDefault("by", "account"));
        if (by == null) {
            throw ApiProblems.field("by", "is no field that decisions can be counted by");
        }
        return new SearchQuery(
                sent.getOrDefault("q", "").strip(),
                range,
                sent.getOrDefault("from", ""),
                sent.getOrDefault("until", ""),
                view,
                by,
                sent.getOrDefault("cursor", ""));
    }

    /** The two ends of the time range. */
    record Span(Instant from, Instant until) {}

    Span span(Instant now, ZoneId zone) {
        if (!range.equals(OWN)) {
            return new Span(now.minus(RANGES.getOrDefault(range, Duration.ofDays(1))), now.plusSeconds(1));
        }
        Instant end = until.isEmpty() ? now.plusSeconds(1) : time("until", until, zone);
        Instant start = from.isEmpty() ? end.minus(Duration.ofDays(1)) : time("from", from, zone);
        if (!start.isBefore(end)) {
            throw ApiProblems.field("until", "must be after from");
        }
        return new Span(start, end);
    }

    private static Instant time(String field, String text, ZoneId zone) {
        try {
            return LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw ApiProblems.field(field, "must be a local time such as 2030-01-31T09:00");
        }
    }

    /** The query of its address, without a cursor. */
    String query() {
        StringBuilder text =
                new StringBuilder("q=").append(encoded(q)).append("&range=").append(range);
        if (range.equals(OWN)) {
            text.append("&from=").append(encoded(from)).append("&until=").append(encoded(until));
        }
        return text.append("&view=")
                .append(view)
                .append("&by=")
                .append(by.word())
                .toString();
    }

    /** The same in another view, counted by another field, or of other words. */
    SearchQuery with(String otherView, TallyField otherBy, String words) {
        return new SearchQuery(words, range, from, until, otherView, otherBy, "");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
