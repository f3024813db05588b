package org.sekimori.cli.lists;

import java.io.IOException;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.lists.ListKind;
import org.sekimori.text.CsvReader;
import org.sekimori.text.QuotedText;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads values for a list from a file.
 *
 * <p>Formats: one value a line with comments after {@code #} or {@code ;} (Spamhaus DROP, FireHOL); CSV with a header that has
 * {@code value}, as {@code list export} writes it and {@code cscli decisions import} reads it; JSON, an array of CrowdSec's
 * decisions, of its alerts with decisions in them, or one object a line as in Spamhaus' {@code drop_v4.json}.
 */
final class ListFileReader {

    /** Formats by their words on the command line. */
    enum Format {
        AUTO,
        PLAIN,
        CSV,
        JSON
    }

    /**
     * A value of the file.
     *
     * @param reason its own; null without one
     * @param until its own end; null without one
     */
    record Row(
            ListKind kind,
            String value,
            @Nullable String reason,
            @Nullable Instant until) {}

    /**
     * What cannot be taken.
     *
     * @param place such as {@code line 7}
     */
    record Fault(String place, String problem) {}

    private static final Pattern DURATION_PART = Pattern.compile("([0-9.]+)(ms|us|µs|ns|d|h|m|s)");

    private final ListKind usual;
    private final Instant now;
    private final List<Row> rows = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();

    /**
     * @param usual kind of what does not say what it is
     * @param now for durations
     */
    ListFileReader(ListKind usual, Instant now) {
        this.usual = usual;
        this.now = now;
    }

    List<Row> rows() {
        return rows;
    }

    List<Fault> faults() {
        return faults;
    }

    /** Reads a text; what cannot be taken is among the {@link #faults}, and the rest is read. */
    void read(String text, Format format) throws IOException {
        switch (format == Format.AUTO ? guess(text) : format) {
            case CSV -> csv(text);
            case JSON -> json(text);
            default -> plain(text);
        }
    }

    private static Format guess(String text) {
        String start = text.stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            return Format.JSON;
        }
        String first = start.lines().findFirst().orElse("").toLowerCase(Locale.ROOT);
        return List.of(first.split("\\s*,\\s*")).contains("value") ? Format.CSV : Format.PLAIN;
    }

    private void plain(String text) {
        int[] line = new int[1];
        text.lines().forEach(one -> {
            line[0]++;
            String value = one.replaceFirst("(^|\\s)[#;].*$", "")
                    .replaceFirst("\\s*;.*$", "")
                    .strip();
            if (!value.isEmpty()) {
                take("line " + line[0], usual, value, null, null);
            }
        });
    }

    private void csv(String text) throws IOException {
        List<String> header = new ArrayList<>();
        try {
            CsvReader.read(new StringReader(text), row -> {
                if (row.isBlank()) {
                    return;
                }
                if (header.isEmpty()) {
                    row.fields().forEach(name -> header.add(name.toLowerCase(Locale.ROOT)));
                    return;
                }
                String place = "line " + row.line();
                if (row.fields().size() != header.size()) {
                    faults.add(new Fault(
                            place, "has " + row.fields().size() + " fields, and the header has " + header.size()));
                    return;
                }
                take(place, name -> {
                    int at = header.indexOf(name);
                    // Export marks what a spreadsheet would run.
                    return at < 0 ? "" : row.fields().get(at).replaceFirst("^'(?=[=+@-])", "");
                });
            });
        } catch (CsvReader.MalformedRowException e) {
            faults.add(new Fault("line " + e.line(), e.getMessage() + "; what follows it is not read"));
        }
    }

    private void json(String text) {
        try {
            JsonNode all = JsonMapper.shared().readTree(text.stripLeading().startsWith("[") ? text : "[]");
            int number = 0;
            for (JsonNode one : all) {
                decisions("entry " + ++number, one);
            }
        } catch (JacksonException e) {
            faults.add(new Fault("the file", "is not valid JSON, and nothing of it is read"));
            return;
        }
        if (text.stripLeading().startsWith("{")) {
            lines(text);
        }
    }

    private void lines(String text) {
        int[] line = new int[1];
        text.lines().forEach(one -> {
            line[0]++;
            try {
                if (!one.isBlank()) {
                    decisions("line " + line[0], JsonMapper.shared().readTree(one));
                }
            } catch (JacksonException e) {
                faults.add(new Fault("line " + line[0], "is not a JSON object"));
            }
        });
    }

    /** An alert of CrowdSec holds its decisions; everything else is one itself. */
    private void decisions(String place, JsonNode one) {
        if (one.path("decisions").isArray()) {
            one.path("decisions").forEach(decision -> decisions(place, decision));
        } else if (one.has("cidr")) {
            take(place, ListKind.NETWORK, one.path("cidr").asString(""), null, null);
        } else if (one.has("asn") && !one.has("value")) {
            take(place, ListKind.AS, one.path("asn").asString(""), null, null);
        } else if (!one.path("type").asString("").equals("metadata")) {
            take(place, name -> one.path(name).asString(""));
        }
    }

    private void take(String place, UnaryOperator<String> field) {
        String scope = field.apply("kind").isEmpty() ? field.apply("scope") : field.apply("kind");
        ListKind kind = scope.isEmpty() ? usual : kind(scope);
        if (kind == null) {
            faults.add(
                    new Fault(place, "there is no kind " + QuotedText.of(scope) + "; kinds are " + ListKind.words()));
            return;
        }
        String reason = field.apply("reason").isEmpty() ? field.apply("scenario") : field.apply("reason");
        try {
            String end = field.apply("until");
            String duration = field.apply("duration");
            Instant until =
                    !end.isEmpty() ? Instant.parse(end) : duration.isEmpty() ? null : now.plus(duration(duration));
            take(place, kind, field.apply("value"), reason.isEmpty() ? null : reason, until);
        } catch (DateTimeException | ArithmeticException e) {
            faults.add(new Fault(place, "has no readable end: " + e.getMessage()));
        }
    }

    /** Kinds, and the scopes of CrowdSec. */
    private static @Nullable ListKind kind(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "ip", "range" -> ListKind.NETWORK;
            case "username" -> ListKind.ACCOUNT;
            default -> ListKind.of(word.toLowerCase(Locale.ROOT));
        };
    }

    private void take(String place, ListKind kind, String value, @Nullable String reason, @Nullable Instant until) {
        if (until != null && !until.isAfter(now)) {
            faults.add(new Fault(place, "ended at " + until));
            return;
        }
        try {
            rows.add(new Row(kind, kind.normalize(value), reason, until));
        } catch (IllegalArgumentException e) {
            faults.add(new Fault(place, String.valueOf(e.getMessage())));
        }
    }

    /** A duration as Go writes it, such as {@code 3h50m58.1s}; to whole seconds, so that what was listed together ends together. */
    private static Duration duration(String text) {
        Matcher part = DURATION_PART.matcher(text);
        double seconds = 0;
        int read = 0;
        while (part.find() && part.start() == read) {
            read = part.end();
            double amount = Double.parseDouble(part.group(1));
            seconds += switch (part.group(2)) {
                case "d" -> amount * 86_400;
                case "h" -> amount * 3_600;
                case "m" -> amount * 60;
                case "s" -> amount;
                default -> 0;
            };
        }
        if (read != text.length() || read == 0) {
            throw new DateTimeException("not a duration: " + QuotedText.of(text));
        }
        return Duration.ofSeconds(Math.round(seconds));
    }
}
