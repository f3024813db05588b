package org.sekimori.cli.input;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.function.Supplier;
import org.sekimori.engine.LogEntry;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.event.EventReader;
import org.sekimori.mail.Account;
import org.sekimori.stream.inbox.InboxDecoder;
import org.sekimori.stream.json.EntryJson;
import org.sekimori.stream.json.UnreadableRecordException;

/**
 * Decodes lines of recorded traffic: published events, or entries of the topic {@code events}, which have a {@code type}.
 * Thread-safe.
 */
public final class RecordedEntryDecoder implements LogEntryDecoder {

    /** How every entry of the log begins. */
    private static final byte[] LOGGED = "{\"type\":".getBytes(StandardCharsets.US_ASCII);

    private final EventReader reader;

    /**
     * @param geo files to resolve origins with, for lines that are not from the log
     */
    public RecordedEntryDecoder(GeoFiles geo) {
        OriginResolver origins = OriginResolver.open(geo, Clock.systemUTC());
        RecipientHasher hasher = new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]);
        this.reader = new EventReader(Account.LoginNormalizer.PLAIN, hasher, origins::locate, Clock.systemUTC());
    }

    @Override
    public LogEntry decode(byte[] line, Supplier<String> fallbackId) {
        if (line.length >= LOGGED.length && Arrays.equals(line, 0, LOGGED.length, LOGGED, 0, LOGGED.length)) {
            return EntryJson.read(line);
        }
        InboxDecoder.DecodeResult outcome = reader.readRecorded(line, fallbackId.get());
        if (outcome instanceof InboxDecoder.RejectedRecord no) {
            throw new UnreadableRecordException(no.reason());
        }
        return new LogEntry.Mail(((InboxDecoder.DecodedEvent) outcome).event());
    }
}
