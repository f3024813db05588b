package org.sekimori.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Documents of what changes: the latest state of a grant or a case. */
final class ProjectionDocumentMapper {

    /** What a case has once it has come that far, under the same name in the document. */
    private static final List<String> IF_ANY = List.of(
            "outcome",
            "assignee",
            "notified_at",
            "held_at",
            "cleaned_at",
            "password_changed_at",
            "released_at",
            "watch_until",
            "closed_at",
            "closed_by");

    private ProjectionDocumentMapper() {}

    static void grant(DocumentBuilder draft, JsonNode grant) {
        draft.action("grant", "iam");
        draft.put("event.type", "info");
        draft.put("event.start", grant.required("from").asString());
        draft.put("event.end", grant.required("until").asString());
        draft.putIfAny("event.reason", grant.path("reason").asString(""));
        draft.put("sekimori.grant.id", grant.required("id").asString());
        grant.path("countries").forEach(country -> draft.add("sekimori.grant.countries", country.asString()));
        draft.put("sekimori.grant.opened_by", grant.required("opened_by").asString());
        draft.put("sekimori.grant.channel", grant.required("channel").asString());
        draft.put("sekimori.grant.revoked", grant.required("revoked").asBoolean());
    }

    /** The history of a case is not indexed: the audit trail has each of its steps. */
    static void openCase(DocumentBuilder draft, JsonNode one) {
        draft.action("case", "iam");
        draft.put("event.kind", "alert");
        draft.put("event.type", "info");
        draft.put("event.start", one.required("since").asString());
        draft.putIfAny("event.end", one.path("closed_at").asString(""));
        draft.putIfAny("event.reason", one.path("reason").asString(""));
        String severity = one.required("severity").asString();
        draft.put("event.severity", DecisionDocumentMapper.SEVERITIES.getOrDefault(severity, 0));
        String state = one.required("state").asString();
        draft.put("sekimori.case.id", one.required("id").asString());
        draft.put("sekimori.case.state", state);
        draft.put("sekimori.case.open", !state.equals("closed"));
        draft.put("sekimori.case.severity", severity);
        draft.put("sekimori.case.messages_out", one.required("messages_out").asLong());
        draft.put("sekimori.case.recipients_out", one.required("recipients_out").asLong());
        // A case that an earlier release wrote has no version and was never reopened.
        draft.put("sekimori.case.version", one.path("version").asInt(1));
        draft.put("sekimori.case.reopened", one.path("reopened").asInt(0));
        draft.putIfAny("sekimori.reference", one.path("reference").asString(""));
        IF_ANY.forEach(
                name -> draft.putIfAny("sekimori.case." + name, one.path(name).asString("")));
        rules(draft, one.path("rules"));
        Instant opened = draft.time();
        draft.put("sekimori.case.time_to_flag", seconds(DocumentMapper.time(one, "since"), opened));
        if (one.hasNonNull("held_at")) {
            draft.put("sekimori.case.time_to_hold", seconds(opened, DocumentMapper.time(one, "held_at")));
        }
        if (one.hasNonNull("released_at")) {
            draft.put("sekimori.case.time_to_release", seconds(opened, DocumentMapper.time(one, "released_at")));
        }
    }

    private static void rules(DocumentBuilder draft, JsonNode rules) {
        long flags = 0;
        for (JsonNode rule : rules) {
            String id = rule.required("rule").asString();
            draft.add("rule.id", id);
            draft.add("rule.version", id + "@" + rule.required("version").asInt());
            flags += rule.required("hits").asLong();
        }
        draft.put("sekimori.case.flags", flags);
    }

    private static long seconds(Instant from, Instant until) {
        return Math.max(0, Duration.between(from, until).toSeconds());
    }
}
