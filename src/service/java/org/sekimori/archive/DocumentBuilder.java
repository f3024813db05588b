package org.sekimori.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.consumer.CommittedRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A document in the making. */
final class DocumentBuilder {

    /** The verdict at an event that nobody asked about. */
    private static final String NOTHING_ASKED = "none";

    private final DocumentKind kind;
    private final CommittedRecord record;
    private final Instant time;
    private final ObjectNode body = JsonMapper.shared().createObjectNode();

    DocumentBuilder(DocumentKind kind, String ecs, CommittedRecord record, Instant time, Instant created, Instant now) {
        this.kind = kind;
        this.record = record;
        this.time = time;
        put(DocumentFields.TIMESTAMP, time.toString());
        put(DocumentFields.ECS_VERSION, ecs);
        put(DocumentFields.EVENT_MODULE, "sekimori");
        put(DocumentFields.EVENT_DATASET, kind.dataset());
        put(DocumentFields.EVENT_KIND, "event");
        put(DocumentFields.EVENT_CREATED, created.toString());
        put(DocumentFields.EVENT_INGESTED, now.toString());
        put(DocumentFields.DELAY_ARCHIVE, now.toEpochMilli() - record.appended().toEpochMilli());
        put(DocumentFields.LOG_PARTITION, record.partition());
        put(DocumentFields.LOG_OFFSET, record.offset());
    }

    DocumentKind kind() {
        return kind;
    }

    CommittedRecord record() {
        return record;
    }

    Instant time() {
        return time;
    }

    ObjectNode body() {
        return body;
    }

    void action(String action, String category) {
        put(DocumentFields.EVENT_ACTION, action);
        add(DocumentFields.EVENT_CATEGORY, category);
    }

    /** An accept is a success and allowed; so is a quarantine, of which the client knows nothing. */
    void verdict(String verdict) {
        boolean accepted = verdict.equals("accept") || verdict.equals("quarantine");
        put(DocumentFields.VERDICT, verdict);
        if (verdict.equals(NOTHING_ASKED)) {
            add(DocumentFields.EVENT_TYPE, "info");
            return;
        }
        put(DocumentFields.EVENT_OUTCOME, accepted ? "success" : "failure");
        add(DocumentFields.EVENT_TYPE, accepted ? "allowed" : "denied");
    }

    void account(String account) {
        put(DocumentFields.USER_NAME, account);
        int at = account.lastIndexOf('@');
        if (at >= 0 && at < account.length() - 1) {
            put(DocumentFields.USER_DOMAIN, account.substring(at + 1));
        }
        add(DocumentFields.RELATED_USER, account);
    }

    void put(String field, String value) {
        parent(field).put(last(field), value);
    }

    void putIfAny(String field, String value) {
        if (!value.isEmpty()) {
            put(field, value);
        }
    }

    void putIfThere(String field, @Nullable String value) {
        if (value != null) {
            put(field, value);
        }
    }

    void put(String field, long value) {
        parent(field).put(last(field), value);
    }

    void put(String field, double value) {
        parent(field).put(last(field), value);
    }

    void put(String field, boolean value) {
        parent(field).put(last(field), value);
    }

    void set(String field, JsonNode value) {
        parent(field).set(last(field), value);
    }

    /** Adds a word to a list, once. */
    void add(String field, String value) {
        var list = parent(field).withArrayProperty(last(field));
        for (JsonNode present : list) {
            if (present.asString().equals(value)) {
                return;
            }
        }
        list.add(value);
    }

    private ObjectNode parent(String field) {
        ObjectNode at = body;
        int from = 0;
        for (int dot = field.indexOf('.'); dot >= 0; dot = field.indexOf('.', from)) {
            at = at.withObjectProperty(field.substring(from, dot));
            from = dot + 1;
        }
        return at;
    }

    private static String last(String field) {
        return field.substring(field.lastIndexOf('.') + 1);
    }
}
