package org.sekimori.lab.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.sekimori.cli.input.InputFile;
import org.sekimori.cli.input.RecordedEntryDecoder;
import org.sekimori.engine.LogEntry;
import org.sekimori.geo.GeoFiles;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.json.UnreadableRecordException;

/**
 * Reads a file of mail events, plain or compressed: lines as mail servers publish them, or as they stand on the log's
 * topic {@code events}, mixed as they come. A line that cannot be used is named, counted, and left out.
 */
final class MailEventFileReader {

    private final RecordedEntryDecoder entries;
    private final InvalidLineReporter unusable;
    private long read;

    /**
     * A reader of files.
     *
     * @param geo files to resolve origins with, for lines that are not from the log
     * @param err where unusable lines are reported
     */
    MailEventFileReader(GeoFiles geo, PrintWriter err) {
        this.entries = new RecordedEntryDecoder(geo);
        this.unusable = new InvalidLineReporter(err);
    }

    /**
     * Reads a file.
     *
     * @param file its name, or {@code -} for standard input
     */
    void read(String file, Consumer<MailEvent> visitor) throws IOException {
        readEntries(file, entry -> {
            if (entry instanceof LogEntry.Mail mail) {
                visitor.accept(mail.event());
            }
        });
    }

    /** The same with entries of all kinds. */
    void readEntries(String file, Consumer<LogEntry> visitor) throws IOException {
        try (BufferedReader lines = InputFile.lines(file)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    line(file + ":" + number, line, visitor);
                }
            }
        }
        unusable.end(file);
    }

    private void line(String place, String line, Consumer<LogEntry> visitor) {
        try {
            LogEntry entry = entries.decode(
                    line.getBytes(StandardCharsets.UTF_8), () -> "line-" + place.substring(place.lastIndexOf(':') + 1));
            read++;
            visitor.accept(entry);
        } catch (UnreadableRecordException e) {
            unusable.add(place, String.valueOf(e.getMessage()));
        }
    }

    /** Lines that could be read. */
    long usable() {
        return read;
    }

    /** Lines that could not. */
    long unusable() {
        return unusable.count();
    }
}
