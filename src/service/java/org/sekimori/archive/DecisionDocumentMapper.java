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
import org.sekimori.stream.json.RecordFields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The document of a decision: what was decided, and what the event that was decided upon says. */
final class DecisionDocumentMapper {

    private static final List<String> COUNTERS =
            List.of(RecordFields.ACCEPTED_MESSAGES, RecordFields.ACCEPTED_RECIPIENTS, RecordFields.REFUSED_MESSAGES);
    private static final List<String> TEXTS = List.of(RecordFields.CUSTOMER, RecordFields.ANALYST);
    private static final List<String> FINDING = List.of(
            RecordFields.RULE,
            RecordFields.VERSION,
            RecordFields.MODE,
            RecordFields.SEVERITY,
            RecordFields.EFFECT,
            RecordFields.REASON,
            RecordFields.EVIDENCE);

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
        draft.account(decision.required(RecordFields.ACCOUNT).asString());
        draft.verdict(decision.required(RecordFields.VERDICT).asString());
        draft.put(
                DocumentFields.EVENT_ID,
                decision.required(RecordFields.EVENT_ID).asString());
        draft.put(DocumentFields.EMAIL_DIRECTION, "outbound");
        draft.put(
                DocumentFields.RULE_RULESET,
                decision.required(RecordFields.RULEBOOK).asString());
        draft.put(DocumentFields.DECISION_ID, decision.required(RecordFields.ID).asString());
        draft.put(
                DocumentFields.REFERENCE,
                decision.required(RecordFields.REFERENCE).asString());
        copy(draft, decision, RecordFields.WOULD, DocumentFields.WOULD);
        copy(draft, decision, RecordFields.CODE, DocumentFields.SMTP_CODE);
        copy(draft, decision, RecordFields.ENHANCED_CODE, DocumentFields.SMTP_ENHANCED_CODE);
        copy(draft, decision, RecordFields.GRANT, DocumentFields.GRANT_ID);
        copy(draft, decision, RecordFields.HOME, DocumentFields.HOME);
        known(draft, decision.path(RecordFields.COUNTERS), DocumentFields.COUNTERS, COUNTERS);
        known(draft, decision.path(RecordFields.TEXTS), DocumentFields.TEXTS, TEXTS);
        copy(draft, decision, RecordFields.FIGURES, DocumentFields.FIGURES);
        findings(draft, decision);
        candidate(draft, decision, decision.path(RecordFields.SHADOW));
        origin(draft, decision.required(RecordFields.ORIGIN));
        if (event != null && appended != null) {
            event(draft, event);
            draft.put(DocumentFields.DELAY_ARRIVAL, millis(Duration.between(draft.time(), appended.appended())));
            draft.put(DocumentFields.DELAY_DECISION, millis(Duration.between(appended.appended(), record.appended())));
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
        for (JsonNode finding : decision.path(RecordFields.FINDINGS)) {
            String rule = finding.required(RecordFields.RULE).asString();
            if (finding.required(RecordFields.MODE).asString().equals("shadow")) {
                draft.add(DocumentFields.SHADOW_RULES, rule);
            } else {
                draft.add(DocumentFields.RULE_ID, rule);
                draft.add(
                        DocumentFields.RULE_VERSION,
                        rule + "@" + finding.required(RecordFields.VERSION).asInt());
                if (weightiest == null || severity(finding) > severity(weightiest)) {
                    weightiest = finding;
                }
            }
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        decision.path(RecordFields.FINDINGS).forEach(finding -> all.add(known(finding, FINDING)));
        if (!all.isEmpty()) {
            draft.set(DocumentFields.FINDINGS, all);
        }
        if (weightiest != null) {
            draft.put(DocumentFields.EVENT_SEVERITY, severity(weightiest));
            draft.putIfAny(
                    DocumentFields.EVENT_REASON,
                    weightiest.path(RecordFields.REASON).asString(""));
        }
        if (decision.has(RecordFields.FLAGS)) {
            draft.set(DocumentFields.FLAGS, decision.get(RecordFields.FLAGS));
            draft.put(DocumentFields.EVENT_KIND, "alert");
        }
    }

    private static int severity(JsonNode finding) {
        return SEVERITIES.getOrDefault(finding.path(RecordFields.SEVERITY).asString(""), 0);
    }

    /**
     * The decision writes both verdict and flags of a candidate as soon as one of the two differs. Here each field stands for a
     * difference of its own, because panels count documents that have it. A candidate of which the decision writes no verdict says
     * the same in everything.
     */
    private static void candidate(DocumentBuilder draft, JsonNode decision, JsonNode shadow) {
        copy(draft, shadow, RecordFields.RULEBOOK, DocumentFields.CANDIDATE_RULEBOOK);
        if (shadow.has(RecordFields.VERDICT)) {
            if (!shadow.get(RecordFields.VERDICT).equals(decision.get(RecordFields.VERDICT))) {
                copy(draft, shadow, RecordFields.VERDICT, DocumentFields.CANDIDATE_VERDICT);
            }
            Set<String> inForce = texts(decision.path(RecordFields.FLAGS));
            Set<String> candidate = texts(shadow.path(RecordFields.FLAGS));
            if (!candidate.equals(inForce)) {
                candidate.forEach(flag -> draft.add(DocumentFields.CANDIDATE_FLAGS, flag));
                inForce.stream()
                        .filter(flag -> !candidate.contains(flag))
                        .forEach(flag -> draft.add(DocumentFields.CANDIDATE_FLAGS_DROPPED, flag));
            }
            shadow.path(RecordFields.FINDINGS)
                    .forEach(finding -> draft.add(
                            DocumentFields.CANDIDATE_RULES,
                            finding.required(RecordFields.RULE).asString()));
        }
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(text -> texts.add(text.asString()));
        return texts;
    }

    private void origin(DocumentBuilder draft, JsonNode origin) {
        draft.put(DocumentFields.ORIGIN_KIND, origin.required(RecordFields.KIND).asString());
        copy(draft, origin, RecordFields.NETWORK, DocumentFields.ORIGIN_NETWORK);
        copy(draft, origin, RecordFields.NAME, DocumentFields.ORIGIN_NAME);
        copy(draft, origin, RecordFields.REASON, DocumentFields.ORIGIN_UNKNOWN_REASON);
        copy(draft, origin, RecordFields.DATABASE, DocumentFields.ORIGIN_DATABASE_NAME);
        copy(draft, origin, RecordFields.ASN, DocumentFields.SOURCE_AS_NUMBER);
        copy(draft, origin, RecordFields.ORGANISATION, DocumentFields.SOURCE_AS_ORGANIZATION_NAME);
        String country = origin.path(RecordFields.COUNTRY).asString("");
        if (!country.isEmpty()) {
            draft.put(DocumentFields.SOURCE_GEO_COUNTRY_ISO_CODE, country);
            CountryCoordinates.Point point = countries.point(country);
            if (point != null) {
                draft.put(DocumentFields.SOURCE_GEO_LOCATION + ".lat", point.latitude());
                draft.put(DocumentFields.SOURCE_GEO_LOCATION + ".lon", point.longitude());
            }
        }
        String built = origin.path(RecordFields.BUILT).asString("");
        if (!built.isEmpty()) {
            draft.put(DocumentFields.ORIGIN_DATABASE_BUILT, built);
            LocalDate day = LocalDate.ofInstant(draft.time(), ZoneOffset.UTC);
            draft.put(DocumentFields.ORIGIN_DATABASE_AGE, ChronoUnit.DAYS.between(LocalDate.parse(built), day));
        }
    }

    private static void event(DocumentBuilder draft, JsonNode event) {
        String address = event.path(RecordFields.CLIENT_ADDRESS).asString("");
        if (!address.isEmpty()) {
            draft.put(DocumentFields.SOURCE_IP, address);
            draft.add(DocumentFields.RELATED_IP, address);
        }
        host(draft, event, RecordFields.CLIENT_NAME, DocumentFields.SOURCE_DOMAIN);
        host(draft, event, RecordFields.HELO, DocumentFields.MESSAGE_HELO);
        host(draft, event, RecordFields.SERVER, DocumentFields.OBSERVER_NAME);
        copy(draft, event, RecordFields.CHANNEL, DocumentFields.MESSAGE_CHANNEL);
        copy(draft, event, RecordFields.SIZE, DocumentFields.MESSAGE_SIZE);
        copy(draft, event, RecordFields.RECIPIENT_COUNT, DocumentFields.MESSAGE_RECIPIENT_COUNT);
        copy(draft, event, RecordFields.INSTANCE, DocumentFields.MESSAGE_INSTANCE);
        copy(draft, event, RecordFields.SENDER, DocumentFields.EMAIL_SENDER_ADDRESS);
        copy(draft, event, RecordFields.QUEUE_ID, DocumentFields.EMAIL_LOCAL_ID);
        copy(draft, event, RecordFields.MESSAGE_ID, DocumentFields.EMAIL_MESSAGE_ID);
        copy(draft, event, RecordFields.LOGIN, DocumentFields.MESSAGE_LOGIN);
        domains(draft, event.path(RecordFields.RECIPIENTS));
        tls(draft, event.path(RecordFields.TLS).asString(""));
    }

    private static void host(DocumentBuilder draft, JsonNode event, String name, String field) {
        String host = event.path(name).asString("");
        if (!host.isEmpty()) {
            draft.put(field, host);
            draft.add(DocumentFields.RELATED_HOSTS, host);
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
        draft.put(DocumentFields.TLS_ESTABLISHED, !tls.isEmpty());
        int number = 0;
        while (number < tls.length() && !Character.isDigit(tls.charAt(number))) {
            number++;
        }
        if (number < tls.length()) {
            draft.put(DocumentFields.TLS_VERSION, tls.substring(number));
            draft.put(DocumentFields.TLS_VERSION_PROTOCOL, tls.startsWith("SSL") ? "ssl" : "tls");
        }
    }
}
