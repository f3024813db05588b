package org.sekimori.intake.event;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.sekimori.engine.LogEntry;
import org.sekimori.fuzz.FuzzTarget;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.stream.inbox.InboxDecoder.DecodeResult;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;
import org.sekimori.stream.inbox.InboxDecoder.RejectedRecord;
import org.sekimori.stream.json.EntryJson;

/** A record of the inbox: it is admitted, and then the log gives it back unchanged, or it is refused in one sentence. */
public final class EventReaderFuzz implements FuzzTarget {

    private static final Instant NOW = Instant.parse("2030-01-31T09:12:00Z");

    private final EventReader reader = new EventReader(
            new Account.LoginNormalizer("isp.example", "+"),
            new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]),
            (address, name) -> new Origin.Internal("private", null),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Override
    public void run(byte[] input) {
        DecodeResult outcome = reader.read(input, "inbox-0-1", NOW);
        if (outcome instanceof DecodedEvent admitted) {
            MailEvent event = admitted.event();
            LogEntry entry = new LogEntry.Mail(event);
            if (!EntryJson.read(EntryJson.write(entry)).equals(entry)) {
                throw new AssertionError("the log gives another event back than " + event);
            }
        } else if (((RejectedRecord) outcome).reason().startsWith("could not be read because of a fault in Sekimori")) {
            throw new AssertionError(((RejectedRecord) outcome).reason());
        }
    }
}
