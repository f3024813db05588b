package org.sekimori.intake.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.intake.CharacterValidator;
import org.sekimori.intake.ClockSkewMonitor;
import org.sekimori.intake.EventField;
import org.sekimori.intake.InvalidEventException;
import org.sekimori.intake.InvalidLoginCounter;
import org.sekimori.intake.OriginLookup;
import org.sekimori.intake.PayloadRedactor;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.intake.UnreadableField;
import org.sekimori.intake.publishers.Publisher;
import org.sekimori.intake.publishers.PublisherForbiddenException;
import org.sekimori.intake.publishers.PublisherRegistry;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientIdentity;
import org.sekimori.mail.MailEvent;
import org.sekimori.stream.inbox.InboxDecoder;
import org.sekimori.stream.inbox.RecordSignature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads one JSON object, as described in {@code docs/events.md}, into a normalised mail event, or gives one sentence on its
 * fault. One pass, no tree: every event passes here.
 *
 * <p>Unknown fields are ignored, so that a newer server can talk to an older Sekimori; {@code type}, {@code reply_to},
 * {@code origin} and {@code lists} are among them, since publishers may not set the destination of an answer, a client's origin or the
 * lists that an event is on.
 *
 * <p>Thread-safe. Never throws, for any bytes.
 */
public final class EventReader implements InboxDecoder {

    /** Largest event accepted, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final String SIGNED = "signed:";

    private static final Logger logger = LoggerFactory.getLogger(EventReader.class);

    private static final JsonFactory FACTORY = factory(false);
    private static final JsonFactory LENIENT = factory(true);

    /** U+001A, SUBSTITUTE: not allowed in any field, and no longer than the octet it replaces. */
    private static final String SUBSTITUTE = "\u001a";

    private final Account.LoginNormalizer naming;
    private final RecipientHasher hasher;
    private final OriginLookup origins;
    private final Consumer<MailEvent> witness;
    private final @Nullable InvalidLoginCounter unnameable;
    private final Clock clock;
    private final EventTimePolicy timing;
    private final PublisherRegistry publishers;

    /**
     * A reader.
     *
     * @param naming normalises log-ins
     * @param hasher hashes recipients
     * @param origins resolves clients
     * @param clock time here, to compare events' times with
     */
    public EventReader(Account.LoginNormalizer naming, RecipientHasher hasher, OriginLookup origins, Clock clock) {
        this(naming, hasher, origins, event -> {}, clock);
    }

    /** A reader that passes every accepted event to an observer, on the reading thread. */
    public EventReader(
            Account.LoginNormalizer naming,
            RecipientHasher hasher,
            OriginLookup origins,
            Consumer<MailEvent> witness,
            Clock clock) {
        this(
                naming,
                hasher,
                origins,
                witness,
                clock,
                EventTimePolicy.CLOCKS,
                new ClockSkewMonitor(),
                null,
                PublisherRegistry.ofThisMachine(clock));
    }

    /**
     * A reader.
     *
     * @param witness receives every accepted event, on the reading thread
     * @param lateAfter longest delay of an attempt that counts at its own time; a later one counts at its arrival
     * @param clocks receives servers' times
     * @param unnameable receives events of log-ins that cannot be normalised; null: none does
     * @param publishers the publishers' rights
     */
    public EventReader(
            Account.LoginNormalizer naming,
            RecipientHasher hasher,
            OriginLookup origins,
            Consumer<MailEvent> witness,
            Clock clock,
            Duration lateAfter,
            ClockSkewMonitor clocks,
            @Nullable InvalidLoginCounter unnameable,
            PublisherRegistry publishers) {
        this.naming = naming;
        this.hasher = hasher;
        this.origins = origins;
        this.witness = witness;
        this.clock = clock;
        this.timing = new EventTimePolicy(lateAfter, clocks);
        this.unnameable = unnameable;
        this.publishers = publishers;
    }

    @Override
    public DecodeResult decode(byte[] payload, String position, Instant arrival, PublisherCredential credential) {
        RecordSignature signature = credential.signature();
        // However often it is sent again within the time that its signature holds, it is the same event.
        String fallbackId = signature == null ? position : SIGNED + signature.hex();
        return noted("inbox", outcome(payload, fields -> {
            Publisher publisher = publishers.authenticate(credential, payload, arrival);
            return left(fields, fallbackId, arrival, publisher);
        }));
    }

    @Override
    public Set<String> topics() {
        return publishers.topics();
    }

    /**
     * Reads an event published over HTTP; otherwise as {@link #decode}.
     *
     * @param publisher the holder of its key
     */
    public DecodeResult readPublished(byte[] payload, String fallbackId, Publisher publisher) {
        Instant now = clock.instant();
        return noted("events", outcome(payload, fields -> left(fields, fallbackId, now, publisher)));
    }

    /**
     * Reads an event that a follower made from a log; otherwise as {@link #decode}.
     *
     * @param payload an event with an id
     * @param arrival when its line was there
     * @param follower the follower
     */
    public DecodeResult readFollowed(byte[] payload, Instant arrival, Publisher follower) {
        return noted("follow", outcome(payload, fields -> left(fields, "follow", arrival, follower)));
    }

    /** Whether a client that did not log in is one of the operator's applications. */
    public boolean isApplication(ClientIdentity client) {
        return naming.hasApplications() && naming.application(client) != null;
    }

    private MailEvent left(EventFieldCollector fields, String fallbackId, Instant arrival, Publisher publisher) {
        MailEvent event = fields.event(fallbackId, origins, timing, arrival, publisher);
        publisher.checkLeft(event.recipientCount());
        publishers.enforceRateLimit(publisher, arrival);
        return event;
    }

    private DecodeResult noted(String endpoint, DecodeResult outcome) {
        if (unnameable != null && outcome instanceof DecodedEvent admitted) {
            unnameable.note(endpoint, admitted.event());
        }
        return outcome;
    }

    /**
     * Reads an event without a publisher, so that no rights apply.
     *
     * @param fallbackId id for an event without one; 1 to {@link MailEvent#MAX_ID_LENGTH} characters
     * @param arrival when it arrived: an event more than 5 minutes ahead is refused, and one more than 35 days old unless it
     *     is marked as history
     */
    public DecodeResult read(byte[] payload, String fallbackId, Instant arrival) {
        return outcome(payload, fields -> fields.event(fallbackId, origins, timing, arrival, null));
    }

    /**
     * Reads the attempt of a synchronous request; {@code kind} and {@code time} may be missing. The event's time is that of its
     * receipt; a given time must be valid for {@link #read}, and is not used further.
     *
     * <p>The mail server waits for a verdict, and its client chooses some of the values. So an unreadable field is left out and
     * noted, and the rest is decided.
     *
     * @param fallbackId id for an event without one; 1 to {@link MailEvent#MAX_ID_LENGTH} characters
     * @param receipt when the endpoint got it
     * @param publisher the holder of its key
     * @param unread receives the unreadable fields
     */
    public DecodeResult readAttempt(
            byte[] payload, String fallbackId, Instant receipt, Publisher publisher, List<UnreadableField> unread) {
        return noted("http", outcome(readable(payload, unread), true, fields -> {
            MailEvent event = fields.attempt(fallbackId, origins, timing, receipt, publisher);
            fields.unread()
                    .forEach(field ->
                            unread.add(new UnreadableField(field.field(), PayloadRedactor.line(field.reason()))));
            return event;
        }));
    }

    /** Reads an event of any time, as from a file of recorded traffic; otherwise as {@link #read}. */
    public DecodeResult readRecorded(byte[] payload, String fallbackId) {
        return outcome(payload, fields -> fields.event(fallbackId, origins, timing, null, null));
    }

    private DecodeResult outcome(byte[] payload, Function<EventFieldCollector, MailEvent> whole) {
        return outcome(payload, false, whole);
    }

    private DecodeResult outcome(byte[] payload, boolean leniently, Function<EventFieldCollector, MailEvent> whole) {
        try {
            checkBytes(payload);
            MailEvent event = origins.listed(whole.apply(fields(payload, leniently)));
            witness.accept(event);
            return new DecodedEvent(event);
        } catch (PublisherForbiddenException e) {
            publishers.refused(e);
            return new RejectedRecord(
                    PayloadRedactor.line(e.sentence()), PayloadRedactor.payload(payload), e.field(), true);
        } catch (InvalidEventException e) {
            return refused(e.sentence(), payload, e.field());
        } catch (JacksonException e) {
            return refused(JsonErrorText.sentence(e, payload), payload, null);
        } catch (RuntimeException e) {
            // A fault of ours must not keep the events behind this one waiting.
            logger.error("An event could not be read and is refused", e);
            return refused("could not be read because of a fault in Sekimori; its log has the details", payload, null);
        }
    }

    private static JsonFactory factory(boolean leniently) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(JsonErrorText.MAX_DEPTH)
                        .maxNameLength(JsonErrorText.MAX_NAME_LENGTH)
                        .maxNumberLength(JsonErrorText.MAX_NUMBER_LENGTH)
                        .build())
                .configure(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS, leniently)
                .build();
    }

    /**
     * The request as UTF-8. A server may pass on its client's octets, such as a HELO in Latin-1, which must make one field
     * unreadable, not the request.
     */
    private static byte[] readable(byte[] payload, List<UnreadableField> unread) {
        int bad = payload.length > MAX_BYTES ? -1 : CharacterValidator.firstNotUtf8(payload);
        if (bad < 0) {
            return payload;
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .replaceWith(SUBSTITUTE)
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
            unread.add(new UnreadableField("body", "is not UTF-8 at byte " + bad));
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return payload;
        }
    }

    private static RejectedRecord refused(String sentence, byte[] payload, @Nullable String field) {
        return new RejectedRecord(PayloadRedactor.line(sentence), PayloadRedactor.payload(payload), field);
    }

    private EventFieldCollector fields(byte[] payload, boolean leniently) {
        EventFieldCollector fields = new EventFieldCollector(naming, hasher);
        JsonFactory factory = leniently ? LENIENT : FACTORY;
        try (JsonParser json = factory.createParser(ObjectReadContext.empty(), payload)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidEventException(
                        json.currentToken() == null
                                ? "the record is empty; publish one JSON object per record"
                                : "the record is " + JsonFieldReader.describe(json)
                                        + "; publish one JSON object per record");
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                EventField field = EventField.of(name);
                if (field != null && leniently) {
                    fields.readLeniently(json, field);
                    continue;
                }
                json.nextToken();
                if (field == null) {
                    json.skipChildren();
                } else {
                    fields.read(json, field);
                }
            }
            if (json.nextToken() != null) {
                throw new InvalidEventException("something follows the JSON object; publish one object per record");
            }
        }
        return fields;
    }

    /** Checks that must precede the parser: it would accept UTF-16 and read a huge record as a whole. */
    private static void checkBytes(byte[] payload) {
        if (payload.length > MAX_BYTES) {
            throw new InvalidEventException(
                    "the record has " + payload.length + " bytes, at most " + MAX_BYTES + " are allowed");
        }
        int bad = CharacterValidator.firstNotUtf8(payload);
        if (bad >= 0) {
            throw new InvalidEventException("byte " + bad + " is not UTF-8; publish UTF-8 without a byte order mark");
        }
        if (payload.length >= 2 && (payload[0] == 0 || payload[1] == 0)) {
            throw new InvalidEventException("the record looks like UTF-16 or UTF-32; publish UTF-8");
        }
        if (payload.length >= 3
                && payload[0] == (byte) 0xef
                && payload[1] == (byte) 0xbb
                && payload[2] == (byte) 0xbf) {
            throw new InvalidEventException("the record begins with a byte order mark; publish UTF-8 without one");
        }
    }
}
