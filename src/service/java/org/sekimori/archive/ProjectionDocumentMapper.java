package org.sekimori.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Documents of what changes: the latest state of a grant or a case. */
final class ProjectionDocumentMapper {

    /** What a case has once it has come that far, under the same name in the document. */
    private static final List<String> IF_ANY = List.of(
            DocumentFields.CASE_OUTCOME,
            DocumentFields.CASE_ASSIGNEE,
            DocumentFields.CASE_NOTIFIED_AT,
            DocumentFields.CASE_HELD_AT,
            DocumentFields.CASE_CLEANED_AT,
            DocumentFields.CASE_PASSWORD_CHANGED_AT,
            DocumentFields.CASE_RELEASED_AT,
            DocumentFields.CASE_WATCH_UNTIL,
            DocumentFields.CASE_CLOSED_AT,
            DocumentFields.CASE_CLOSED_BY);

    private ProjectionDocumentMapper() {}

    static void grant(DocumentBuilder draft, JsonNode grant) {
        draft.action("grant", "iam");
        draft.put(DocumentFields.EVENT_TYPE, "info");
        draft.put(DocumentFields.EVENT_START, grant.required("from").asString());
        draft.put(DocumentFields.EVENT_END, grant.required("until").asString());
        draft.putIfAny(DocumentFields.EVENT_REASON, grant.path("reason").asString(""));
        draft.put(DocumentFields.GRANT_ID, grant.required("id").asString());
        grant.path("countries").forEach(country -> draft.add(DocumentFields.GRANT_COUNTRIES, country.asString()));
        draft.put(DocumentFields.GRANT_OPENED_BY, grant.required("opened_by").asString());
        draft.put(DocumentFields.GRANT_CHANNEL, grant.required("channel").asString());
        draft.put(DocumentFields.GRANT_REVOKED, grant.required("revoked").asBoolean());
    }

    /** The history of a case is not indexed: the audit trail has each of its steps. */
    static void openCase(DocumentBuilder draft, JsonNode one) {
        draft.action("case", "iam");
        draft.put(DocumentFields.EVENT_KIND, "alert");
        draft.put(DocumentFields.EVENT_TYPE, "info");
        draft.put(DocumentFields.EVENT_START, one.required("since").asString());
        draft.putIfAny(DocumentFields.EVENT_END, one.path("closed_at").asString(""));
        draft.putIfAny(DocumentFields.EVENT_REASON, one.path("reason").asString(""));
        String severity = one.required("severity").asString();
        draft.put(DocumentFields.EVENT_SEVERITY, DecisionDocumentMapper.SEVERITIES.getOrDefault(severity, 0));
        String state = one.required("state").asString();
        draft.put(DocumentFields.CASE_ID, one.required("id").asString());
        draft.put(DocumentFields.CASE_STATE, state);
        draft.put(DocumentFields.CASE_OPEN, !state.equals("closed"));
        draft.put(DocumentFields.CASE_SEVERITY, severity);
        draft.put(DocumentFields.CASE_MESSAGES_OUT, one.required("messages_out").asLong());
        draft.put(
                DocumentFields.CASE_RECIPIENTS_OUT,
                one.required("recipients_out").asLong());
        // A case that an earlier release wrote has no version and was never reopened.
        draft.put(DocumentFields.CASE_VERSION, one.path("version").asInt(1));
        draft.put(DocumentFields.CASE_REOPENED, one.path("reopened").asInt(0));
        draft.putIfAny(DocumentFields.REFERENCE, one.path("reference").asString(""));
        for (String field : IF_ANY) {
            String name = field.substring(field.lastIndexOf('.') + 1);
            draft.putIfAny(field, one.path(name).asString(""));
        }
        rules(draft, one.path("rules"));
        Instant opened = draft.time();
        draft.put(DocumentFields.CASE_TIME_TO_FLAG, seconds(DocumentMapper.time(one, "since"), opened));
        if (one.hasNonNull("held_at")) {
            draft.put(DocumentFields.CASE_TIME_TO_HOLD, seconds(opened, DocumentMapper.time(one, "held_at")));
        }
        if (one.hasNonNull("released_at")) {
            draft.put(DocumentFields.CASE_TIME_TO_RELEASE, seconds(opened, DocumentMapper.time(one, "released_at")));
        }
    }

    private static void rules(DocumentBuilder draft, JsonNode rules) {
        long flags = 0;
        for (JsonNode rule : rules) {
            String id = rule.required("rule").asString();
            draft.add(DocumentFields.RULE_ID, id);
            draft.add(
                    DocumentFields.RULE_VERSION,
                    id + "@" + rule.required("version").asInt());
            flags += rule.required("hits").asLong();
        }
        draft.put(DocumentFields.CASE_FLAGS, flags);
    }

    private static long seconds(Instant from, Instant until) {
        return Math.max(0, Duration.between(from, until).toSeconds());
    }
}
