package org.sekimori.archive.panels;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Reads rows from raw records as {@code fields.yml} describes the fields. Shares nothing with the archive, so that a field that is
 * filled wrongly there is a number that differs here.
 */
public final class DocumentRowReader {

    private static final List<String> WEIGHTS = List.of("low", "medium", "high", "critical");

    /** Degrees of the countries of the known day, after the World Factbook. */
    private static final Map<String, double[]> POINTS = points();

    private final Instant ingested;

    /** @param ingested when all of it was sent to Elasticsearch */
    public DocumentRowReader(Instant ingested) {
        this.ingested = ingested;
    }

    /** The rows of all records; what was written again stands once, as it was written last. */
    public List<DocumentRow> rows(List<RawLogRecord> records) {
        Map<String, DocumentRow> rows = new LinkedHashMap<>();
        for (RawLogRecord raw : records) {
            switch (raw.topic()) {
                case DECISIONS -> rows.put("d" + raw.offset(), decision(raw));
                case ANSWERS -> rows.put("a" + raw.offset(), answer(raw));
                case AUDIT -> rows.put("u" + raw.offset(), audit(raw));
                case DEAD_LETTERS -> rows.put("x" + raw.offset(), deadLetter(raw));
                case GRANTS ->
                    raw.value()
                            .path("grants")
                            .forEach(one -> rows.put(raw.key() + one.path("id").asString(), grant(raw, one)));
                case CASES ->
                    raw.value()
                            .path("cases")
                            .forEach(one -> rows.put(raw.key() + one.path("id").asString(), openCase(raw, one)));
            }
        }
        return new ArrayList<>(rows.values());
    }

    private DocumentRow row(String kind, RawLogRecord raw, JsonNode time) {
        DocumentRow row = new DocumentRow(kind);
        row.put("@timestamp", Instant.parse(time.asString()));
        row.put(
                "sekimori.delay.archive",
                Duration.between(raw.appended(), ingested).toMillis());
        return row;
    }

    private static DocumentRow account(DocumentRow row, String account) {
        return row.put("user.name", account).put("user.domain", account.split("@", 2)[1]);
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() ? null : node.asString();
    }

    private static Instant instant(JsonNode node) {
        return node.isMissingNode() ? null : Instant.parse(node.asString());
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static List<String> texts(JsonNode list) {
        return stream(list).map(JsonNode::asString).toList();
    }

    private DocumentRow decision(RawLogRecord raw) {
        JsonNode json = raw.value();
        DocumentRow row = account(row("decisions", raw, json.path("time")), raw.key());
        row.put("sekimori.verdict", text(json.path("verdict"))).put("sekimori.would", text(json.path("would")));
        row.put("sekimori.reference", text(json.path("reference")));
        row.put("sekimori.grant.id", text(json.path("grant")));
        row.put("rule.ruleset", text(json.path("rulebook")));
        row.putAll("sekimori.flags", texts(json.path("flags")));
        signs(row, json.path("signs"));
        findings(row, stream(json.path("findings")).toList());
        JsonNode candidate = json.path("shadow");
        if (candidate.has("verdict")) {
            candidate(row, json, candidate);
        }
        origin(row, json.path("origin"));
        JsonNode event = raw.event();
        row.put("observer.name", text(event.path("server")));
        row.put("source.ip", text(event.path("client_address")));
        row.put("email.sender.address", text(event.path("sender")));
        row.put("email.local_id", text(event.path("queue_id")));
        row.put("sekimori.message.channel", text(event.path("channel")));
        row.put(
                "sekimori.message.recipient_count",
                event.path("recipient_count").asLong());
        row.putAll(
                "sekimori.message.recipient_domains",
                texts(event.path("recipients")).stream()
                        .map(address -> address.split("@", -1)[1])
                        .distinct()
                        .toList());
        row.put(
                "sekimori.delay.arrival",
                Duration.between(row.time(), raw.eventAppended()).toMillis());
        row.put(
                "sekimori.delay.decision",
                Duration.between(raw.eventAppended(), raw.appended()).toMillis());
        return row;
    }

    private static void signs(DocumentRow row, JsonNode signs) {
        double sum = 0;
        for (Map.Entry<String, JsonNode> sign : signs.properties()) {
            row.put("sekimori.signs", sign.getKey());
            sum += sign.getValue().asDouble();
        }
        row.put("sekimori.evidence", signs.isEmpty() ? null : Math.round(sum * 100) / 100.0);
    }

    private static void candidate(DocumentRow row, JsonNode decision, JsonNode candidate) {
        if (!text(candidate.path("verdict")).equals(text(decision.path("verdict")))) {
            row.put("sekimori.candidate.verdict", text(candidate.path("verdict")));
        }
        List<String> raised = texts(candidate.path("flags"));
        List<String> inForce = texts(decision.path("flags"));
        if (!Set.copyOf(raised).equals(Set.copyOf(inForce))) {
            row.putAll("sekimori.candidate.flags", raised);
        }
        row.putAll(
                "sekimori.candidate.flags_dropped",
                inForce.stream().filter(flag -> !raised.contains(flag)).toList());
    }

    private static void findings(DocumentRow row, List<JsonNode> findings) {
        String weightiest = null;
        int weight = -1;
        for (JsonNode finding : findings) {
            String rule = finding.path("rule").asString();
            row.put("sekimori.findings.rule", rule);
            row.put("sekimori.findings.reason", finding.path("reason").asString());
            if (finding.path("mode").asString().equals("shadow")) {
                row.put("sekimori.shadow_rules", rule);
                continue;
            }
            row.put("rule.id", rule)
                    .put("rule.version", rule + "@" + finding.path("version").asInt());
            row.put("sekimori.reasons", finding.path("reason").asString().replaceAll("[0-9]+", "#"));
            int of = WEIGHTS.indexOf(finding.path("severity").asString());
            if (of > weight) {
                weight = of;
                weightiest = finding.path("reason").asString();
            }
        }
        row.put("event.reason", weightiest);
    }

    private static void origin(DocumentRow row, JsonNode origin) {
        String country = text(origin.path("country"));
        row.put("sekimori.origin.kind", text(origin.path("kind")));
        row.put("sekimori.origin.network", text(origin.path("network")));
        row.put("sekimori.origin.unknown_reason", text(origin.path("reason")));
        row.put("sekimori.origin.database.name", text(origin.path("database")));
        row.put("source.geo.country_iso_code", country);
        row.put("source.as.number", origin.has("asn") ? origin.path("asn").asLong() : null);
        row.put("source.as.organization.name", text(origin.path("organisation")));
        row.putAll("sekimori.origin.kinds", texts(origin.path("kinds")));
        row.put("source.geo.location", country == null ? null : POINTS.get(country));
        if (origin.has("built")) {
            LocalDate built = LocalDate.parse(origin.path("built").asString());
            row.put(
                    "sekimori.origin.database.age",
                    built.until(LocalDate.parse(row.time().toString().substring(0, 10)), ChronoUnit.DAYS));
        }
    }

    private DocumentRow answer(RawLogRecord raw) {
        JsonNode json = raw.value();
        DocumentRow row = account(row("answers", raw, json.path("time")), raw.key());
        row.put("event.id", text(json.path("event_id"))).put("sekimori.verdict", text(json.path("verdict")));
        row.put("sekimori.answer.door", text(json.path("door")));
        row.put("sekimori.answer.source", text(json.path("source")));
        return row.put("sekimori.answer.took", json.path("took_us").asLong() / 1000.0);
    }

    private DocumentRow grant(RawLogRecord raw, JsonNode grant) {
        DocumentRow row = account(row("grants", raw, grant.path("opened_at")), raw.key());
        row.put("sekimori.grant.id", text(grant.path("id"))).put("event.reason", text(grant.path("reason")));
        row.put("event.start", instant(grant.path("from"))).put("event.end", instant(grant.path("until")));
        row.putAll("sekimori.grant.countries", texts(grant.path("countries")));
        row.put("sekimori.grant.opened_by", text(grant.path("opened_by")));
        row.put("sekimori.grant.channel", text(grant.path("channel")));
        return row.put("sekimori.grant.revoked", grant.path("revoked").asBoolean());
    }

    private DocumentRow openCase(RawLogRecord raw, JsonNode one) {
        DocumentRow row = account(row("cases", raw, one.path("opened_at")), raw.key());
        for (String same : List.of("id", "state", "outcome", "severity", "closed_by")) {
            row.put("sekimori.case." + same, text(one.path(same)));
        }
        row.put("sekimori.case.open", !text(one.path("state")).equals("closed"));
        row.put("event.reason", text(one.path("reason")));
        long points = points(one, raw.appended());
        row.put("sekimori.case.points", points);
        row.put(
                "sekimori.case.priority",
                points >= 75 ? "urgent" : points >= 55 ? "high" : points >= 30 ? "normal" : "low");
        row.put("sekimori.case.messages_out", one.path("messages_out").asLong());
        row.put("sekimori.case.recipients_out", one.path("recipients_out").asLong());
        if (one.has("quarantined")) {
            row.put("sekimori.case.quarantined", one.path("quarantined").asLong());
        }
        row.putAll(
                "rule.id",
                stream(one.path("rules"))
                        .map(rule -> text(rule.path("rule")))
                        .distinct()
                        .toList());
        row.putAll(
                "rule.version",
                stream(one.path("rules"))
                        .map(rule -> text(rule.path("rule")) + "@" + rule.path("version"))
                        .distinct()
                        .toList());
        row.put(
                "sekimori.case.flags",
                stream(one.path("rules"))
                        .mapToLong(rule -> rule.path("hits").asLong())
                        .sum());
        Instant held = instant(one.path("held_at"));
        Instant released = instant(one.path("released_at"));
        row.put("sekimori.case.held_at", held);
        row.put("sekimori.case.time_to_flag", seconds(instant(one.path("since")), row.time()));
        row.put("sekimori.case.time_to_hold", seconds(row.time(), held));
        return row.put("sekimori.case.time_to_release", seconds(row.time(), released));
    }

    /** As docs/cases.md has the points; nothing of the known day came back or waits for a release. */
    private static long points(JsonNode one, Instant now) {
        String state = text(one.path("state"));
        if (state.equals("closed")) {
            return 0;
        }
        boolean before = !state.equals("released");
        long points = 10L * (1 + WEIGHTS.indexOf(text(one.path("severity")))) + (before ? 0 : -30);
        points += before && !one.has("held_at") ? 30 : 0;
        long out = one.path("messages_out").asLong();
        points += out >= 1000 ? 20 : out >= 100 ? 10 : 0;
        points += before && one.path("quarantined").asLong() > 0 ? 15 : 0;
        Instant opened = Instant.parse(one.path("opened_at").asString());
        points += before && Duration.between(opened, now).toHours() >= 1 ? 10 : 0;
        return Math.max(0, points);
    }

    private static Long seconds(Instant from, Instant until) {
        return until == null ? null : until.getEpochSecond() - from.getEpochSecond();
    }

    private DocumentRow audit(RawLogRecord raw) {
        JsonNode json = raw.value();
        DocumentRow row = account(row("audit", raw, json.path("time")), raw.key());
        row.put("event.action", text(json.path("what"))).put("event.reason", text(json.path("detail")));
        row.put("sekimori.audit.by", text(json.path("by")));
        row.put("sekimori.grant.id", text(json.path("grant"))).put("sekimori.case.id", text(json.path("case")));
        row.put("sekimori.origin.network", text(json.path("network")));
        row.put("sekimori.audit.country", text(json.path("country")));
        row.put("sekimori.audit.refused_by", text(json.path("refused_by")));
        row.put("sekimori.audit.told", text(json.path("told")));
        row.put("sekimori.audit.decided", text(json.path("decided")));
        return row.put("sekimori.audit.actual_country", text(json.path("actual_country")));
    }

    private DocumentRow deadLetter(RawLogRecord raw) {
        JsonNode json = raw.value();
        DocumentRow row = row("dead-letters", raw, json.path("time"));
        String source = text(json.path("source"));
        row.put("sekimori.dead_letter.origin", source.startsWith("inbox-") ? "inbox" : source.split(" ", -1)[0]);
        return row.put("event.reason", text(json.path("reason")));
    }

    private static Map<String, double[]> points() {
        Map<String, double[]> points = new LinkedHashMap<>();
        for (String line : """
                JP 36 138|DE 51 9|FR 46 2|US 38 -97|CN 35 105|BR -10 -55|AU -27 133|CA 60 -95|KR 37 128|IN 20 77|GB 54 -2
                IT 43 13|ES 40 -4|RU 60 100|TR 39 35|NG 10 8|ZA -29 24|MX 23 -102|TH 15 100|VN 16 107|PL 52 20
                """.strip().split("[|\n]", -1)) {
            String[] parts = line.split(" ", -1);
            points.put(parts[0], new double[] {Double.parseDouble(parts[1]), Double.parseDouble(parts[2])});
        }
        return points;
    }
}
