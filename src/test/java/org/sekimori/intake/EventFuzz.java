package org.sekimori.intake;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.sekimori.engine.Entry;
import org.sekimori.fuzz.FuzzTarget;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.stream.Admission.Admitted;
import org.sekimori.stream.Admission.Outcome;
import org.sekimori.stream.Admission.Refused;
import org.sekimori.stream.json.EntryJson;

/** A record of the inbox: it is admitted, and then the log gives it back unchanged, or it is refused in one sentence. */
public final class EventFuzz implements FuzzTarget {

    private static final Instant NOW = Instant.parse("2030-01-31T09:12:00Z");

    private final EventReader reader = new EventReader(
            new Account.Naming("isp.example", "+"),
            new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]),
            (address, name) -> new Origin.Internal("private", null),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Override
    public void run(byte[] input) {
        Outcome outcome = reader.read(input, "inbox-0-1", NOW);
        if (outcome instanceof Admitted admitted) {
            MailEvent event = admitted.event();
            Entry entry = new Entry.Mail(event);
            if (!EntryJson.read(EntryJson.write(entry)).equals(entry)) {
                throw new AssertionError("the log gives another event back than " + event);
            }
        } else if (((Refused) outcome).reason().startsWith("could not be read because of a fault in Sekimori")) {
            throw new AssertionError(((Refused) outcome).reason());
        }
    }
}
