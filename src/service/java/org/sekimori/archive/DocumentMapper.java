package org.sekimori.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.consumer.CommittedRecord;
import org.sekimori.stream.json.RecordedDecision;
import org.sekimori.stream.json.UnreadableRecordException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes documents of records of the log. A document's index and id follow from the record alone, never from a clock: whoever sends
 * it again, days later and after any change of indices, meets the first sending.
 */
public final class DocumentMapper {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Such as {@code -3@128} of {@code inbox-3@128}. */
    private static final Pattern PLACE_AT_END = Pattern.compile("-\\d+@\\d+$");

    private final FieldCatalog fields;
    private final DecisionDocumentMapper decisions;
    private final Clock clock;

    public DocumentMapper(FieldCatalog fields, Clock clock) {
        this.fields = fields;
        this.clock = clock;
        decisions = new DecisionDocumentMapper(CountryCoordinates.load());
    }

    /**
     * The documents of a record: one, or one for each grant or case of an account; none for a tombstone, whose documents stay as
     * they were last known.
     *
     * @throws UnusableRecordException if it is no JSON, or lacks what every record of its kind has
     */
    List<ArchiveDocument> of(CommittedRecord record) {
        byte[] value = record.value();
        if (value == null) {
            return List.of();
        }
        try {
            return switch (record.from()) {
                case DECISIONS -> List.of(decision(record, decision(value)));
                case ANSWERS -> List.of(once(DocumentKind.ANSWERS, record, read(value), place(record), this::answer));
                case AUDIT -> List.of(once(DocumentKind.AUDIT, record, read(value), place(record), this::audit));
                case DEAD_LETTERS ->
                    List.of(once(
                            DocumentKind.DEAD_LETTERS, record, read(value), deadLetterId(record), this::deadLetter));
                case GRANTS ->
                    each(DocumentKind.GRANTS, record, read(value).required("grants"), ProjectionDocumentMapper::grant);
                case CASES ->
                    each(DocumentKind.CASES, record, read(value).required("cases"), ProjectionDocumentMapper::openCase);
            };
        } catch (JacksonException | DateTimeException e) {
            throw new UnusableRecordException("is not as its schema says: " + e.getMessage());
        }
    }

    /** Adds what the kind alone has. */
    private interface Filling {
        void fill(DocumentBuilder document, JsonNode json);
    }

    private static JsonNode read(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (JacksonException e) {
            throw new UnusableRecordException("is not JSON: " + e.getOriginalMessage());
        }
    }

    /**
     * What the document of a decision would say in a list.
     *
     * @throws UnusableRecordException as {@link #of}
     */
    public FoundDecision found(CommittedRecord decision) {
        JsonNode document = document(decision);
        try {
            return FoundDecision.of(document);
        } catch (JacksonException | DateTimeException e) {
            throw new UnusableRecordException("is not as its schema says: " + e.getMessage());
        }
    }

    /**
     * The whole document of a decision, as the archive would store it.
     *
     * @throws UnusableRecordException as {@link #of}
     */
    public JsonNode document(CommittedRecord decision) {
        byte[] value = decision.value();
        if (value == null) {
            throw new UnusableRecordException("is empty");
        }
        try {
            return decided(decision, decision(value)).body();
        } catch (JacksonException | DateTimeException e) {
            throw new UnusableRecordException("is not as its schema says: " + e.getMessage());
        }
    }

    private static RecordedDecision decision(byte[] value) {
        try {
            return RecordedDecision.read(value);
        } catch (UnreadableRecordException e) {
            // Complains if it is no JSON at all.
            read(value);
            throw new UnusableRecordException("is not as its schema says: " + e.getMessage());
        }
    }

    private ArchiveDocument decision(CommittedRecord record, RecordedDecision decision) {
        return document(decided(record, decision), decision.id(), null);
    }

    private DocumentBuilder decided(CommittedRecord record, RecordedDecision decision) {
        CommittedRecord.Event event = record.event();
        Instant created = event == null ? record.appended() : event.appended();
        DocumentBuilder document = builder(DocumentKind.DECISIONS, record, decision.time(), created);
        decisions.fill(document, decision, event == null ? null : read(event.value()), event, record);
        return document;
    }

    private ArchiveDocument once(DocumentKind kind, CommittedRecord record, JsonNode json, String id, Filling filling) {
        DocumentBuilder document = builder(kind, record, time(json, "time"), record.appended());
        filling.fill(document, json);
        return document(document, id, null);
    }

    private List<ArchiveDocument> each(DocumentKind kind, CommittedRecord record, JsonNode all, Filling filling) {
        List<ArchiveDocument> documents = new ArrayList<>();
        for (JsonNode one : all) {
            DocumentBuilder document = builder(kind, record, time(one, "opened_at"), record.appended());
            document.account(record.key());
            filling.fill(document, one);
            String id = hash(record.topicId(), record.key(), one.required("id").asString());
            documents.add(document(document, id, record.offset() + 1));
        }
        return documents;
    }

    private DocumentBuilder builder(DocumentKind kind, CommittedRecord record, Instant time, Instant created) {
        return new DocumentBuilder(kind, fields.ecs(), record, time, created, clock.instant());
    }

    private ArchiveDocument document(DocumentBuilder document, String id, @Nullable Long version) {
        DocumentKind kind = document.kind();
        String index = kind.template() + "-" + fields.about(kind).period().of(document.time());
        return new ArchiveDocument(
                kind, index, id, version, document.time(), JSON.writeValueAsBytes(document.body()), document.record());
    }

    private void answer(DocumentBuilder document, JsonNode json) {
        document.action("submission_answered", "email");
        document.account(json.required("account").asString());
        document.verdict(json.required("verdict").asString());
        document.put(DocumentFields.EVENT_ID, json.required("event_id").asString());
        long micros = json.required("took_us").asLong();
        document.put(DocumentFields.EVENT_DURATION, micros * 1_000);
        document.put(DocumentFields.ANSWER_TOOK, micros / 1e3);
        document.put(DocumentFields.ANSWER_SOURCE, json.required("source").asString());
        document.put(DocumentFields.ANSWER_DOOR, json.required("door").asString());
    }

    private void audit(DocumentBuilder document, JsonNode json) {
        document.action(json.required("what").asString(), "configuration");
        document.add(DocumentFields.EVENT_TYPE, "change");
        String by = json.required("by").asString();
        document.put(DocumentFields.AUDIT_BY, by);
        document.putIfAny(DocumentFields.EVENT_REASON, json.path("detail").asString(""));
        if (json.has("account")) {
            document.account(json.get("account").asString());
        }
        document.add(DocumentFields.RELATED_USER, by);
        putIfAny(document, json, "reference", DocumentFields.REFERENCE);
        putIfAny(document, json, "network", DocumentFields.ORIGIN_NETWORK);
        putIfAny(document, json, "country", DocumentFields.AUDIT_COUNTRY);
        putIfAny(document, json, "actual_country", DocumentFields.AUDIT_ACTUAL_COUNTRY);
        putIfAny(document, json, "grant", DocumentFields.GRANT_ID);
        putIfAny(document, json, "case", DocumentFields.CASE_ID);
        putIfAny(document, json, "state", DocumentFields.CASE_STATE);
        putIfAny(document, json, "refused_by", DocumentFields.AUDIT_REFUSED_BY);
        putIfAny(document, json, "told", DocumentFields.AUDIT_TOLD);
        putIfAny(document, json, "decided", DocumentFields.AUDIT_DECIDED);
    }

    private static void putIfAny(DocumentBuilder document, JsonNode json, String name, String field) {
        document.putIfAny(field, json.path(name).asString(""));
    }

    private void deadLetter(DocumentBuilder document, JsonNode json) {
        document.action("set_aside", "email");
        document.put(DocumentFields.EVENT_KIND, "pipeline_error");
        document.add(DocumentFields.EVENT_TYPE, "error");
        String source = json.required("source").asString();
        document.put(DocumentFields.DEAD_LETTER_SOURCE, source);
        document.put(
                DocumentFields.DEAD_LETTER_ORIGIN,
                PLACE_AT_END.matcher(source).replaceFirst("").replaceFirst(" .*$", ""));
        document.put(DocumentFields.EVENT_REASON, json.required("reason").asString());
        document.putIfAny(
                DocumentFields.DEAD_LETTER_PAYLOAD, json.path("payload").asString(""));
    }

    /**
     * The follower writes a dead letter again after a crash, with the same key, which is the place of what it is about. A door's key
     * is only the address of who sent it, and may have sent much.
     */
    private static String deadLetterId(CommittedRecord record) {
        return PLACE_AT_END.matcher(record.key()).find() ? hash(record.topicId(), record.key()) : place(record);
    }

    public static Instant time(JsonNode json, String name) {
        return Instant.parse(json.required(name).asString());
    }

    /** A place on the log, which is one thing for ever. */
    private static String place(CommittedRecord record) {
        return hash(record.topicId(), Integer.toString(record.partition()), Long.toString(record.offset()));
    }

    /** 128 bits of SHA-256 over the parts, each with its length, as 22 characters. */
    static String hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] octets = part.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(4).putInt(octets.length).array());
                digest.update(octets);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest.digest(), 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
