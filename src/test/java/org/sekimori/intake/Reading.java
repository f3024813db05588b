package org.sekimori.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.sekimori.mail.Account.Naming;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.stream.Admission;
import org.sekimori.stream.Admission.Admitted;
import org.sekimori.stream.Admission.Outcome;
import org.sekimori.stream.Admission.Refused;

/** A reader with fixed surroundings, and short ways to ask it. */
final class Reading {

    static final Instant NOW = Instant.parse("2026-10-01T08:00:00Z");
    static final String POSITION = "inbox-3@128";
    static final RecipientHasher HASHER = new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]);

    /** Everything comes from one place; where is the geo room's business. */
    static final Origins ORIGINS = (address, name) -> address == null
            ? new Origin.Unknown("no_address", null, null)
            : new Origin.Unknown("no_entry", address.network(), null);

    private Reading() {}

    static EventReader reader(Naming naming) {
        return new EventReader(naming, HASHER, ORIGINS, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static Outcome read(byte[] payload) {
        return reader(Naming.PLAIN).readLeft(payload, POSITION, Publisher.LOCAL);
    }

    static Outcome read(String payload) {
        return read(payload.getBytes(StandardCharsets.UTF_8));
    }

    static MailEvent event(String payload) {
        Outcome outcome = read(payload);
        assertThat(outcome).isInstanceOf(Admitted.class);
        return ((Admitted) outcome).event();
    }

    /** An attempt of alice now, with more fields such as {@code "size":1}. */
    static String attempt(String more) {
        return "{\"time\":\"2026-10-01T08:00:00Z\",\"kind\":\"attempt\",\"account\":\"alice@isp.example\"," + more
                + "}";
    }

    static String reason(Admission.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).reason();
    }

    static String reason(String payload) {
        return reason(read(payload));
    }
}
