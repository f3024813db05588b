package org.sekimori.archive;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.sekimori.cases.Case;
import org.sekimori.cases.CasePriority;
import org.sekimori.stream.json.CaseSetJson;
import org.sekimori.stream.json.UnreadableRecordException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger logger = LoggerFactory.getLogger(ProjectionDocumentMapper.class);

    private ProjectionDocumentMapper() {}

    static void grant(DocumentBuilder document, JsonNode grant) {
        document.action("grant", "iam");
        document.add(DocumentFields.EVENT_TYPE, "info");
        document.put(DocumentFields.EVENT_START, grant.required("from").asString());
        document.put(DocumentFields.EVENT_END, grant.required("until").asString());
        document.putIfAny(DocumentFields.EVENT_REASON, grant.path("reason").asString(""));
        document.put(DocumentFields.GRANT_ID, grant.required("id").asString());
        grant.path("countries").forEach(country -> document.add(DocumentFields.GRANT_COUNTRIES, country.asString()));
        document.put(DocumentFields.GRANT_OPENED_BY, grant.required("opened_by").asString());
        document.put(DocumentFields.GRANT_CHANNEL, grant.required("channel").asString());
        document.put(DocumentFields.GRANT_REVOKED, grant.required("revoked").asBoolean());
    }

    /**
     * The priority is that of the moment at which the case changed last: waiting longer alone makes no record. The history of a case
     * is not indexed: the audit trail has each of its steps.
     */
    static void openCase(DocumentBuilder document, JsonNode one) {
        document.action("case", "iam");
        document.put(DocumentFields.EVENT_KIND, "alert");
        document.add(DocumentFields.EVENT_TYPE, "info");
        document.put(DocumentFields.EVENT_START, one.required("since").asString());
        document.putIfAny(DocumentFields.EVENT_END, one.path("closed_at").asString(""));
        document.putIfAny(DocumentFields.EVENT_REASON, one.path("reason").asString(""));
        String severity = one.required("severity").asString();
        document.put(DocumentFields.EVENT_SEVERITY, DecisionDocumentMapper.SEVERITIES.getOrDefault(severity, 0));
        String state = one.required("state").asString();
        document.put(DocumentFields.CASE_ID, one.required("id").asString());
        document.put(DocumentFields.CASE_STATE, state);
        document.put(DocumentFields.CASE_OPEN, !state.equals("closed"));
        document.put(DocumentFields.CASE_SEVERITY, severity);
        priority(document, one);
        document.put(
                DocumentFields.CASE_MESSAGES_OUT, one.required("messages_out").asLong());
        document.put(
                DocumentFields.CASE_RECIPIENTS_OUT,
                one.required("recipients_out").asLong());
        if (one.hasNonNull("quarantined")) {
            document.put(
                    DocumentFields.CASE_QUARANTINED, one.required("quarantined").asLong());
        }
        // A case that an earlier release wrote has no version and was never reopened.
        document.put(DocumentFields.CASE_VERSION, one.path("version").asInt(1));
        document.put(DocumentFields.CASE_REOPENED, one.path("reopened").asInt(0));
        document.putIfAny(DocumentFields.REFERENCE, one.path("reference").asString(""));
        for (String field : IF_ANY) {
            String name = field.substring(field.lastIndexOf('.') + 1);
            document.putIfAny(field, one.path(name).asString(""));
        }
        rules(document, one.path("rules"));
        Instant opened = document.time();
        document.put(DocumentFields.CASE_TIME_TO_FLAG, seconds(DocumentMapper.time(one, "since"), opened));
        if (one.hasNonNull("held_at")) {
            document.put(DocumentFields.CASE_TIME_TO_HOLD, seconds(opened, DocumentMapper.time(one, "held_at")));
        }
        if (one.hasNonNull("released_at")) {
            document.put(DocumentFields.CASE_TIME_TO_RELEASE, seconds(opened, DocumentMapper.time(one, "released_at")));
        }
    }

    private static void priority(DocumentBuilder document, JsonNode one) {
        Case read;
        try {
            read = CaseSetJson.readOne(one.toString().getBytes(StandardCharsets.UTF_8));
        } catch (UnreadableRecordException e) {
            // A later release may know states that this one does not: the case is archived all the same.
            logger.debug("A case has no priority in the archive: {}", e.getMessage());
            return;
        }
        boolean held = read.progress().heldAt() != null;
        CasePriority priority = CasePriority.of(read, held, document.record().appended());
        document.put(DocumentFields.CASE_PRIORITY, priority.level().word());
        document.put(DocumentFields.CASE_POINTS, priority.points());
    }

    private static void rules(DocumentBuilder document, JsonNode rules) {
        long flags = 0;
        for (JsonNode rule : rules) {
            String id = rule.required("rule").asString();
            document.add(DocumentFields.RULE_ID, id);
            document.add(
                    DocumentFields.RULE_VERSION,
                    id + "@" + rule.required("version").asInt());
            flags += rule.required("hits").asLong();
        }
        document.put(DocumentFields.CASE_FLAGS, flags);
    }

    private static long seconds(Instant from, Instant until) {
        return Math.max(0, Duration.between(from, until).toSeconds());
    }
}
