package org.sekimori.archive;

import java.time.Instant;
import org.sekimori.stream.consumer.CommittedRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A document in the making. */
final class DocumentBuilder {
    private final DocumentKind kind;
    private final CommittedRecord record;
    private final Instant time;
    private final ObjectNode body = JsonMapper.shared().createObjectNode();

    DocumentBuilder(DocumentKind kind, String ecs, CommittedRecord record, Instant time, Instant created, Instant now) {
        this.kind = kind;
        this.record = record;
        this.time = time;
        put("@timestamp", time.toString());
        put("ecs.version", ecs);
        put("event.module", "sekimori");
        put("event.dataset", kind.dataset());
        put("event.kind", "event");
        put("event.created", created.toString());
        put("event.ingested", now.toString());
        put("sekimori.delay.archive", now.toEpochMilli() - record.appended().toEpochMilli());
        put("sekimori.log.partition", record.partition());
        put("sekimori.log.offset", record.offset());
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
        put("event.action", action);
        put("event.category", category);
    }

    /** An accept is a success and allowed. */
    void verdict(String verdict) {
        boolean accepted = verdict.equals("accept");
        put("sekimori.verdict", verdict);
        put("event.outcome", accepted ? "success" : "failure");
        put("event.type", accepted ? "allowed" : "denied");
    }

    void account(String account) {
        put("user.name", account);
        int at = account.lastIndexOf('@');
        if (at >= 0 && at < account.length() - 1) {
            put("user.domain", account.substring(at + 1));
        }
        add("related.user", account);
    }

    void put(String field, String value) {
        parent(field).put(last(field), value);
    }

    void putIfAny(String field, String value) {
        if (!value.isEmpty()) {
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
