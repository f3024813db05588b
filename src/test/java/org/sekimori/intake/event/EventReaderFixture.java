package org.sekimori.intake.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.sekimori.intake.OriginLookup;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.mail.Account.LoginNormalizer;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.stream.inbox.InboxDecoder;
import org.sekimori.stream.inbox.InboxDecoder.DecodeResult;
import org.sekimori.stream.inbox.InboxDecoder.DecodedEvent;
import org.sekimori.stream.inbox.InboxDecoder.RejectedRecord;

/** A reader with fixed surroundings, and short ways to ask it. */
public final class EventReaderFixture {

    public static final Instant NOW = Instant.parse("2026-10-01T08:00:00Z");
    static final String POSITION = "inbox-3@128";
    public static final RecipientHasher HASHER = new RecipientHasher(new byte[RecipientHasher.KEY_BYTES]);

    /** Everything comes from one place; where is the geo room's business. */
    public static final OriginLookup ORIGINS = (address, name) -> address == null
            ? new Origin.Unknown("no_address", null, null)
            : new Origin.Unknown("no_entry", address.network(), null);

    private EventReaderFixture() {}

    public static EventReader reader(LoginNormalizer naming) {
        return new EventReader(naming, HASHER, ORIGINS, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    public static DecodeResult read(byte[] payload) {
        return reader(LoginNormalizer.PLAIN).readPublished(payload, POSITION, Publisher.LOCAL);
    }

    public static DecodeResult read(String payload) {
        return read(payload.getBytes(StandardCharsets.UTF_8));
    }

    public static MailEvent event(String payload) {
        DecodeResult outcome = read(payload);
        assertThat(outcome).isInstanceOf(DecodedEvent.class);
        return ((DecodedEvent) outcome).event();
    }

    /** An attempt of alice now, with more fields such as {@code "size":1}. */
    public static String attempt(String more) {
        return "{\"time\":\"2026-10-01T08:00:00Z\",\"kind\":\"attempt\",\"account\":\"alice@isp.example\"," + more
                + "}";
    }

    public static String reason(InboxDecoder.DecodeResult outcome) {
        assertThat(outcome).isInstanceOf(RejectedRecord.class);
        return ((RejectedRecord) outcome).reason();
    }

    public static String reason(String payload) {
        return reason(read(payload));
    }
}
