package org.sekimori.lab.statistics;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table with one row for each recipient of each message, the usual form of public mail data. Rows of the same
 * {@code message}, or of the same sender and time without that column, are one message; a recipient listed twice counts once.
 * Fields are separated by commas, tabs or blanks; lines that begin with {@code %} or {@code #} are comments.
 */
public final class MailTableReader {

    /** Columns; times are UTC, seen in the sample's time zone. */
    enum Column {
        MESSAGE,
        FROM,
        TO,
        /** Seconds since 1970. */
        TIME,
        /** {@code 2001-05-31}. */
        DATE,
        /** {@code 07:11:00}, with a date. */
        CLOCK,
        /** Octets of the message. */
        SIZE,
        /** Not read; written {@code -}. */
        NONE
    }

    private static final Pattern SEPARATOR = Pattern.compile("[,\\t ]+");

    private final List<Column> columns;
    private final Map<String, Message> messages = new TreeMap<>();

    private MailTableReader(List<Column> columns) {
        this.columns = columns;
    }

    private record Message(String from, Instant time, long size, Set<Long> to) {}

    /**
     * Reads a table.
     *
     * @param columns their names in order, such as {@code message,from,to,date,clock,size}; {@code -} for one not read
     * @throws IllegalArgumentException if the columns are not understood, or a row does not fit them, with its number
     */
    public static MailTableReader read(BufferedReader rows, List<String> columns) throws IOException {
        MailTableReader table = new MailTableReader(columns(columns));
        int number = 0;
        for (String row = rows.readLine(); row != null; row = rows.readLine()) {
            number++;
            if (!row.isBlank() && row.charAt(0) != '%' && row.charAt(0) != '#') {
                try {
                    table.add(SEPARATOR.split(row.strip()));
                } catch (NumberFormatException | DateTimeException | IndexOutOfBoundsException e) {
                    throw new IllegalArgumentException(
                            "row " + number + " does not fit the columns " + columns + ": " + e.getMessage(), e);
                }
            }
        }
        return table;
    }

    private static List<Column> columns(List<String> names) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(column(name));
        }
        boolean timed =
                columns.contains(Column.TIME) || (columns.contains(Column.DATE) && columns.contains(Column.CLOCK));
        if (!timed || !columns.contains(Column.FROM) || !columns.contains(Column.TO)) {
            throw new IllegalArgumentException("the columns must have from, to, and time or date and clock");
        }
        return columns;
    }

    private static Column column(String name) {
        for (Column column : Column.values()) {
            if (column.name().equalsIgnoreCase(name) || (column == Column.NONE && name.equals("-"))) {
                return column;
            }
        }
        throw new IllegalArgumentException(
                "no column is called '" + name + "'; there are message, from, to, time, date, clock, size and -");
    }

    private void add(String[] row) {
        String from = field(row, Column.FROM);
        Instant time = columns.contains(Column.TIME)
                ? Instant.ofEpochSecond(Long.parseLong(field(row, Column.TIME)))
                : LocalDate.parse(field(row, Column.DATE))
                        .atTime(LocalTime.parse(field(row, Column.CLOCK)))
                        .toInstant(ZoneOffset.UTC);
        String key = columns.contains(Column.MESSAGE) ? field(row, Column.MESSAGE) : from + " " + time;
        long size = columns.contains(Column.SIZE) ? Long.parseLong(field(row, Column.SIZE)) : 0;
        messages.computeIfAbsent(key, k -> new Message(from, time, size, new LinkedHashSet<>()))
                .to()
                .add(Fnv1aHash.of(field(row, Column.TO)));
    }

    private String field(String[] row, Column column) {
        return row[columns.indexOf(column)];
    }

    /**
     * The sample; each sender is an account.
     *
     * @param zone time zone of days and hours
     * @throws IllegalStateException without messages
     */
    public PopulationSample sample(ZoneId zone) {
        List<Message> sorted = new ArrayList<>(messages.values());
        sorted.sort(Comparator.comparing(Message::from).thenComparing(Message::time));
        PopulationSampleBuilder census = new PopulationSampleBuilder();
        AccountSampler sender = new AccountSampler(zone);
        @Nullable String from = null;
        for (Message message : sorted) {
            if (!message.from().equals(from)) {
                census.add(sender);
                sender = new AccountSampler(zone);
                from = message.from();
            }
            long[] to = message.to().stream().mapToLong(Long::longValue).toArray();
            sender.add(new AccountActivity.Sent(
                    message.time(),
                    to.length,
                    to,
                    message.size(),
                    AccountActivity.NOWHERE,
                    AccountActivity.ClientRegion.UNKNOWN));
        }
        census.add(sender);
        return census.sample();
    }
}
