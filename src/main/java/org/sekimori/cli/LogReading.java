package org.sekimori.cli;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.Entry;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.intake.EventReader;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.Admission;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.UnreadableException;

/**
 * Reads a file of mail events, plain or compressed with gzip: lines as mail servers publish them, or as they stand on the log's
 * topic {@code events}, mixed as they come. A line that cannot be used is named, counted, and left out.
 */
final class LogReading {

    /** How every entry of the log begins. */
    private static final String LOGGED = "{\"type\":";

    /** More would bury the first ones, which say what is wrong with the rest. */
    private static final int MOST_NAMED = 20;

    private static final int GZIP_MAGIC = 0x8b1f;

    private final EventReader reader;
    private final PrintWriter err;
    private long read;
    private long unusable;

    /**
     * A reader of files.
     *
     * @param geo what places are looked up in, for lines that do not come from the log
     * @param err where unusable lines are named
     */
    LogReading(GeoFiles geo, PrintWriter err) {
        OriginResolver origins = OriginResolver.open(geo, Clock.systemUTC());
        RecipientHasher hasher = new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]);
        this.reader = new EventReader(Account.Naming.PLAIN, hasher, origins::locate, Clock.systemUTC());
        this.err = err;
    }

    /**
     * Reads a file.
     *
     * @param file its name, or {@code -} for standard input
     */
    void read(String file, Consumer<MailEvent> visitor) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(plain(open(file)), StandardCharsets.UTF_8))) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    line(file + ":" + number, line, visitor);
                }
            }
        }
        if (unusable > MOST_NAMED) {
            err.println(file + ": " + (unusable - MOST_NAMED) + " more lines cannot be used");
        }
    }

    private static InputStream open(String file) throws IOException {
        if (file.equals("-")) {
            return System.in;
        }
        if (!Files.isReadable(Path.of(file))) {
            throw new CommandFailed("cannot read " + file + "; name a file with one JSON event a line, or - for input");
        }
        return Files.newInputStream(Path.of(file));
    }

    /** By content, not by name, so that standard input may be compressed too. */
    private static InputStream plain(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
        in.mark(2);
        int magic = in.read() | in.read() << 8;
        in.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private void line(String place, String line, Consumer<MailEvent> visitor) {
        try {
            MailEvent event = event(line, place);
            read++;
            if (event != null) {
                visitor.accept(event);
            }
        } catch (UnreadableException e) {
            unusable++;
            if (unusable <= MOST_NAMED) {
                err.println(place + ": " + withoutValues(String.valueOf(e.getMessage())));
            }
        }
    }

    /** A reason quotes what it is about; a log's own values are not to be printed. */
    private static String withoutValues(String reason) {
        return reason.replaceAll("'.*'", "'...'").replaceAll("\\S*@\\S*", "...");
    }

    /** Null for an entry of the log that is no mail event. */
    private @Nullable MailEvent event(String line, String place) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (line.startsWith(LOGGED)) {
            return EntryJson.read(bytes) instanceof Entry.Mail mail ? mail.event() : null;
        }
        Admission.Outcome outcome = reader.readRecorded(bytes, "line-" + place.substring(place.lastIndexOf(':') + 1));
        if (outcome instanceof Admission.Refused no) {
            throw new UnreadableException(no.reason());
        }
        return ((Admission.Admitted) outcome).event();
    }

    /** Lines that could be read. */
    long usable() {
        return read;
    }

    /** Lines that could not. */
    long unusable() {
        return unusable;
    }
}
