package org.sekimori.archive;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.consumer.CommittedRecord;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The document of a decision: what was decided, and what the event that was decided upon says. */
final class DecisionDocumentMapper {

    private static final List<String> COUNTERS =
            List.of("accepted_messages", "accepted_recipients", "refused_messages");
    private static final List<String> TEXTS = List.of("customer", "analyst");
    private static final List<String> FINDING =
            List.of("rule", "version", "mode", "severity", "effect", "reason", "evidence");

    private static final int MOST_DOMAINS = 100;

    /** Elastic's own numbers for the words, so that its views sort them as analysts know. */
    static final Map<String, Integer> SEVERITIES = Map.of("low", 21, "medium", 47, "high", 73, "critical", 99);

    private final CountryCoordinates countries;

    DecisionDocumentMapper(CountryCoordinates countries) {
        this.countries = countries;
    }

    void fill(
            DocumentBuilder draft,
            JsonNode decision,
            @Nullable JsonNode event,
            CommittedRecord.@Nullable Event appended,
            CommittedRecord record) {
        draft.action("submission_decided", "email");
        draft.account(decision.required("account").asString());
        draft.verdict(decision.required("verdict").asString());
        draft.put("event.id", decision.required("event_id").asString());
        draft.put("email.direction", "outbound");
        draft.put("rule.ruleset", decision.required("rulebook").asString());
        draft.put("sekimori.decision.id", decision.required("id").asString());
        draft.put("sekimori.reference", decision.required("reference").asString());
        copy(draft, decision, "would", "sekimori.would");
        copy(draft, decision, "code", "sekimori.smtp.code");
        copy(draft, decision, "enhanced_code", "sekimori.smtp.enhanced_code");
        copy(draft, decision, "grant", "sekimori.grant.id");
        copy(draft, decision, "home", "sekimori.home");
        known(draft, decision.path("counters"), "sekimori.counters", COUNTERS);
        known(draft, decision.path("texts"), "sekimori.texts", TEXTS);
        copy(draft, decision, "figures", "sekimori.figures");
        findings(draft, decision);
        candidate(draft, decision, decision.path("shadow"));
        origin(draft, decision.required("origin"));
        if (event != null && appended != null) {
            event(draft, event);
            draft.put("sekimori.delay.arrival", millis(Duration.between(draft.time(), appended.appended())));
            draft.put("sekimori.delay.decision", millis(Duration.between(appended.appended(), record.appended())));
        }
    }

    private static long millis(Duration duration) {
        return duration.toMillis();
    }

    private static void copy(DocumentBuilder draft, JsonNode from, String name, String field) {
        JsonNode value = from.get(name);
        if (value != null) {
            draft.set(field, value);
        }
    }

    /** Indices take the fields of this version alone: with one of a later version the whole document would be refused. */
    private static ObjectNode known(JsonNode from, List<String> names) {
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        from.properties().stream()
                .filter(one -> names.contains(one.getKey()))
                .forEach(one -> known.set(one.getKey(), one.getValue()));
        return known;
    }

    private static void known(DocumentBuilder draft, JsonNode from, String field, List<String> names) {
        ObjectNode known = known(from, names);
        if (!known.isEmpty()) {
            draft.set(field, known);
        }
    }

    private static void findings(DocumentBuilder draft, JsonNode decision) {
        JsonNode weightiest = null;
        for (JsonNode finding : decision.path("findings")) {
            String rule = finding.required("rule").asString();
            if (finding.required("mode").asString().equals("shadow")) {
                draft.add("sekimori.shadow_rules", rule);
            } else {
                draft.add("rule.id", rule);
                draft.add(
                        "rule.version", rule + "@" + finding.required("version").asInt());
                if (weightiest == null || severity(finding) > severity(weightiest)) {
                    weightiest = finding;
                }
            }
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        decision.path("findings").forEach(finding -> all.add(known(finding, FINDING)));
        if (!all.isEmpty()) {
            draft.set("sekimori.findings", all);
        }
        if (weightiest != null) {
            draft.put("event.severity", severity(weightiest));
            draft.putIfAny("event.reason", weightiest.path("reason").asString(""));
        }
        if (decision.has("flags")) {
            draft.set("sekimori.flags", decision.get("flags"));
            draft.put("event.kind", "alert");
        }
    }

    private static int severity(JsonNode finding) {
        return SEVERITIES.getOrDefault(finding.path("severity").asString(""), 0);
    }

    /**
     * The decision writes both verdict and flags of a candidate as soon as one of the two differs. Here each field stands for a
     * difference of its own, because panels count documents that have it. A candidate of which the decision writes no verdict says
     * the same in everything.
     */
    private static void candidate(DocumentBuilder draft, JsonNode decision, JsonNode shadow) {
        copy(draft, shadow, "rulebook", "sekimori.candidate.rulebook");
        if (shadow.has("verdict")) {
            if (!shadow.get("verdict").equals(decision.get("verdict"))) {
                copy(draft, shadow, "verdict", "sekimori.candidate.verdict");
            }
            Set<String> inForce = texts(decision.path("flags"));
            Set<String> candidate = texts(shadow.path("flags"));
            if (!candidate.equals(inForce)) {
                candidate.forEach(flag -> draft.add("sekimori.candidate.flags", flag));
                inForce.stream()
                        .filter(flag -> !candidate.contains(flag))
                        .forEach(flag -> draft.add("sekimori.candidate.flags_dropped", flag));
            }
            shadow.path("findings")
                    .forEach(finding -> draft.add(
                            "sekimori.candidate.rules", finding.required("rule").asString()));
        }
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(text -> texts.add(text.asString()));
        return texts;
    }

    private void origin(DocumentBuilder draft, JsonNode origin) {
        draft.put("sekimori.origin.kind", origin.required("kind").asString());
        copy(draft, origin, "network", "sekimori.origin.network");
        copy(draft, origin, "name", "sekimori.origin.name");
        copy(draft, origin, "reason", "sekimori.origin.unknown_reason");
        copy(draft, origin, "database", "sekimori.origin.database.name");
        copy(draft, origin, "asn", "source.as.number");
        copy(draft, origin, "organisation", "source.as.organization.name");
        String country = origin.path("country").asString("");
        if (!country.isEmpty()) {
            draft.put("source.geo.country_iso_code", country);
            CountryCoordinates.Point point = countries.point(country);
            if (point != null) {
                draft.put("source.geo.location.lat", point.latitude());
                draft.put("source.geo.location.lon", point.longitude());
            }
        }
        String built = origin.path("built").asString("");
        if (!built.isEmpty()) {
            draft.put("sekimori.origin.database.built", built);
            LocalDate day = LocalDate.ofInstant(draft.time(), ZoneOffset.UTC);
            draft.put("sekimori.origin.database.age", ChronoUnit.DAYS.between(LocalDate.parse(built), day));
        }
    }

    private static void event(DocumentBuilder draft, JsonNode event) {
        String address = event.path("client_address").asString("");
        if (!address.isEmpty()) {
            draft.put("source.ip", address);
            draft.add("related.ip", address);
        }
        host(draft, event, "client_name", "source.domain");
        host(draft, event, "helo", "sekimori.message.helo");
        host(draft, event, "server", "observer.name");
        copy(draft, event, "channel", "sekimori.message.channel");
        copy(draft, event, "size", "sekimori.message.size");
        copy(draft, event, "recipient_count", "sekimori.message.recipient_count");
        copy(draft, event, "instance", "sekimori.message.instance");
        copy(draft, event, "sender", "email.sender.address");
        copy(draft, event, "queue_id", "email.local_id");
        copy(draft, event, "message_id", "email.message_id");
        copy(draft, event, "login", "sekimori.message.login");
        domains(draft, event.path("recipients"));
        tls(draft, event.path("tls").asString(""));
    }

    private static void host(DocumentBuilder draft, JsonNode event, String name, String field) {
        String host = event.path(name).asString("");
        if (!host.isEmpty()) {
            draft.put(field, host);
            draft.add("related.hosts", host);
        }
    }

    private static void domains(DocumentBuilder draft, JsonNode recipients) {
        Set<String> domains = new LinkedHashSet<>();
        for (JsonNode recipient : recipients) {
            String text = recipient.asString();
            if (domains.size() < MOST_DOMAINS) {
                domains.add(text.substring(text.lastIndexOf('@') + 1));
            }
        }
        domains.forEach(domain -> draft.body()
                .withObjectProperty("sekimori")
                .withObjectProperty("message")
                .withArrayProperty("recipient_domains")
                .add(domain));
    }

    /** {@code TLSv1.3} in the words of the schema. */
    private static void tls(DocumentBuilder draft, String tls) {
        draft.put("tls.established", !tls.isEmpty());
        int number = 0;
        while (number < tls.length() && !Character.isDigit(tls.charAt(number))) {
            number++;
        }
        if (number < tls.length()) {
            draft.put("tls.version", tls.substring(number));
            draft.put("tls.version_protocol", tls.startsWith("SSL") ? "ssl" : "tls");
        }
    }
}
