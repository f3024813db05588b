package org.sekimori.text;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads comma-separated values (RFC 4180) by Commons CSV, each row with the line where it starts. A quoted field may hold commas,
 * doubled quotation marks and line breaks. Blanks around an unquoted field do not count. Memory is bounded: a row that does not end
 * is refused instead of gathered.
 */
public final class CsvReader {

    /** Largest row in characters, checked to within one buffer of the parser. */
    static final int LARGEST_ROW = 16 * 1024;

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setIgnoreEmptyLines(false)
            .setIgnoreSurroundingSpaces(true)
            .get();

    private static final String MALFORMED = "a quotation mark is not closed, or text other than a comma follows it";
    private static final String TOO_LARGE =
            "a quotation mark is not closed, or the row has more than " + LARGEST_ROW + " characters";

    private CsvReader() {}

    /**
     * A row of at least one field.
     *
     * @param line where it starts, from 1
     */
    public record Row(int line, List<String> fields) {

        /** Whether the row is an empty line. */
        public boolean isBlank() {
            return fields.size() == 1 && fields.get(0).isBlank();
        }

        /** Whether a quoted field runs over several lines. */
        public boolean spansLines() {
            return fields.stream().anyMatch(field -> field.indexOf('\n') >= 0 || field.indexOf('\r') >= 0);
        }
    }

    /** A row that is not CSV. */
    public static final class MalformedRowException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final int line;

        private MalformedRowException(int line, String problem, UncheckedIOException cause) {
            super(problem, cause);
            this.line = line;
        }

        /** Where the row starts, from 1. */
        public int line() {
            return line;
        }
    }

    /**
     * Reads all rows, empty lines included.
     *
     * @throws MalformedRowException at the first row that is not CSV
     * @throws IOException if the text cannot be read
     */
    public static void read(Reader text, Consumer<Row> rows) throws IOException {
        read(text, 0, rows);
    }

    /**
     * Reads all rows, empty lines included, of a text in memory. After a row that is not CSV, reading goes on with the line that follows
     * the row's first one: a single stray quotation mark costs one line, not the rest of the file.
     */
    public static void readTolerantly(String text, Consumer<Row> rows, Consumer<MalformedRowException> malformed) {
        int skippedLines = 0;
        int offset = 0;
        while (true) {
            try (StringReader rest = new StringReader(text)) {
                rest.skip(offset);
                read(rest, skippedLines, rows);
                return;
            } catch (MalformedRowException e) {
                malformed.accept(e);
                for (; skippedLines < e.line() && offset < text.length(); skippedLines++) {
                    offset = nextLine(text, offset);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Where the next line starts; a line ends with CRLF, LF or CR. */
    private static int nextLine(String text, int offset) {
        for (int i = offset; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && !text.startsWith("\r\n", i))) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static void read(Reader text, int linesBefore, Consumer<Row> rows) throws IOException {
        BoundedRowReader bounded = new BoundedRowReader(text);
        // Closing the parser would close the caller's reader.
        @SuppressWarnings("resource")
        CSVParser parser =
                CSVParser.builder().setReader(bounded).setFormat(FORMAT).get();
        var records = parser.iterator();
        while (true) {
            int line = linesBefore + (int) parser.getCurrentLineNumber() + 1;
            CSVRecord found;
            try {
                if (!records.hasNext()) {
                    return;
                }
                found = records.next();
            } catch (UncheckedIOException e) {
                throw failure(line, e);
            }
            bounded.rowEnds();
            rows.accept(new Row(line, List.of(found.values())));
        }
    }

    private static RuntimeException failure(int line, UncheckedIOException e) throws IOException {
        Throwable cause = e.getCause();
        if (cause instanceof RowTooLargeException) {
            return new MalformedRowException(line, TOO_LARGE, e);
        }
        if (cause instanceof CSVException) {
            return new MalformedRowException(line, MALFORMED, e);
        }
        if (cause instanceof IOException unreadable) {
            throw unreadable;
        }
        return e;
    }

    private static final class RowTooLargeException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /** Counts what the parser takes for one row: Commons CSV itself has no limit. */
    private static final class BoundedRowReader extends FilterReader {

        private int taken;

        BoundedRowReader(Reader in) {
            super(in);
        }

        void rowEnds() {
            taken = 0;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            if (taken > LARGEST_ROW) {
                throw new RowTooLargeException();
            }
            int read = super.read(buffer, offset, length);
            taken += Math.max(0, read);
            return read;
        }
    }
}
