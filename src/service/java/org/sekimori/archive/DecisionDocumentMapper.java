package org.sekimori.archive;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.consumer.CommittedRecord;
import org.sekimori.stream.json.RecordFields;
import org.sekimori.stream.json.RecordedDecision;
import org.sekimori.stream.json.RecordedDecision.Candidate;
import org.sekimori.stream.json.RecordedDecision.RecordedFinding;
import org.sekimori.stream.json.RecordedDecision.RecordedOrigin;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The document of a decision: what was decided, and what the event that was decided upon says. */
final class DecisionDocumentMapper {

    private static final int MOST_DOMAINS = 100;

    /** Elastic's own numbers for the words, so that its views sort them as analysts know. */
    static final Map<String, Integer> SEVERITIES = Map.of("low", 21, "medium", 47, "high", 73, "critical", 99);

    private final CountryCoordinates countries;

    DecisionDocumentMapper(CountryCoordinates countries) {
        this.countries = countries;
    }

    void fill(
            DocumentBuilder draft,
            RecordedDecision decision,
            @Nullable JsonNode event,
            CommittedRecord.@Nullable Event appended,
            CommittedRecord record) {
        draft.action("submission_decided", "email");
        draft.account(decision.account());
        draft.verdict(decision.verdict());
        draft.put(DocumentFields.EVENT_ID, decision.eventId());
        draft.put(DocumentFields.EMAIL_DIRECTION, "outbound");
        draft.put(DocumentFields.RULE_RULESET, decision.rulebook());
        draft.put(DocumentFields.DECISION_ID, decision.id());
        draft.put(DocumentFields.REFERENCE, decision.reference());
        draft.putIfThere(DocumentFields.WOULD, decision.would());
        if (decision.code() != null) {
            draft.put(DocumentFields.SMTP_CODE, decision.code());
        }
        draft.putIfThere(DocumentFields.SMTP_ENHANCED_CODE, decision.enhancedCode());
        draft.putIfThere(DocumentFields.GRANT_ID, decision.grant());
        draft.putIfThere(DocumentFields.HOME, decision.home());
        decision.counters().forEach((name, count) -> draft.put(DocumentFields.COUNTERS + "." + name, count));
        decision.texts().forEach((name, text) -> draft.put(DocumentFields.TEXTS + "." + name, text));
        if (decision.figures() != null) {
            draft.set(DocumentFields.FIGURES, JsonMapper.shared().valueToTree(decision.figures()));
        }
        findings(draft, decision);
        if (decision.shadow() != null) {
            candidate(draft, decision, decision.shadow());
        }
        origin(draft, decision.origin());
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

    private static void findings(DocumentBuilder draft, RecordedDecision decision) {
        RecordedFinding weightiest = null;
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (RecordedFinding finding : decision.findings()) {
            all.add(node(finding));
            if (finding.mode().equals("shadow")) {
                draft.add(DocumentFields.SHADOW_RULES, finding.rule());
            } else {
                draft.add(DocumentFields.RULE_ID, finding.rule());
                draft.add(DocumentFields.RULE_VERSION, finding.rule() + "@" + finding.version());
                if (weightiest == null || severity(finding) > severity(weightiest)) {
                    weightiest = finding;
                }
            }
        }
        if (!all.isEmpty()) {
            draft.set(DocumentFields.FINDINGS, all);
        }
        if (weightiest != null) {
            draft.put(DocumentFields.EVENT_SEVERITY, severity(weightiest));
            draft.putIfAny(DocumentFields.EVENT_REASON, Objects.requireNonNullElse(weightiest.reason(), ""));
        }
        if (!decision.flags().isEmpty()) {
            decision.flags().forEach(flag -> draft.add(DocumentFields.FLAGS, flag));
            draft.put(DocumentFields.EVENT_KIND, "alert");
        }
    }

    private static ObjectNode node(RecordedFinding finding) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put(RecordFields.RULE, finding.rule());
        node.put(RecordFields.VERSION, finding.version());
        node.put(RecordFields.MODE, finding.mode());
        putIfThere(node, RecordFields.SEVERITY, finding.severity());
        putIfThere(node, RecordFields.EFFECT, finding.effect());
        putIfThere(node, RecordFields.REASON, finding.reason());
        if (finding.evidence() != null) {
            node.set(RecordFields.EVIDENCE, JsonMapper.shared().valueToTree(finding.evidence()));
        }
        return node;
    }

    private static void putIfThere(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static int severity(RecordedFinding finding) {
        return finding.severity() == null ? 0 : SEVERITIES.getOrDefault(finding.severity(), 0);
    }

    /**
     * The decision writes both verdict and flags of a candidate as soon as one of the two differs. Here each field stands for a
     * difference of its own, because panels count documents that have it. A candidate of which the decision writes no verdict says
     * the same in everything.
     */
    private static void candidate(DocumentBuilder draft, RecordedDecision decision, Candidate shadow) {
        draft.putIfThere(DocumentFields.CANDIDATE_RULEBOOK, shadow.rulebook());
        if (shadow.verdict() == null) {
            return;
        }
        if (!shadow.verdict().equals(decision.verdict())) {
            draft.put(DocumentFields.CANDIDATE_VERDICT, shadow.verdict());
        }
        Set<String> inForce = new LinkedHashSet<>(decision.flags());
        Set<String> candidate = new LinkedHashSet<>(shadow.flags());
        if (!candidate.equals(inForce)) {
            candidate.forEach(flag -> draft.add(DocumentFields.CANDIDATE_FLAGS, flag));
            inForce.stream()
                    .filter(flag -> !candidate.contains(flag))
                    .forEach(flag -> draft.add(DocumentFields.CANDIDATE_FLAGS_DROPPED, flag));
        }
        shadow.findings().forEach(finding -> draft.add(DocumentFields.CANDIDATE_RULES, finding.rule()));
    }

    private void origin(DocumentBuilder draft, RecordedOrigin origin) {
        draft.put(DocumentFields.ORIGIN_KIND, origin.kind());
        draft.putIfThere(DocumentFields.ORIGIN_NETWORK, origin.network());
        draft.putIfThere(DocumentFields.ORIGIN_NAME, origin.name());
        draft.putIfThere(DocumentFields.ORIGIN_UNKNOWN_REASON, origin.reason());
        draft.putIfThere(DocumentFields.ORIGIN_DATABASE_NAME, origin.database());
        if (origin.asn() != null) {
            draft.put(DocumentFields.SOURCE_AS_NUMBER, origin.asn());
        }
        draft.putIfThere(DocumentFields.SOURCE_AS_ORGANIZATION_NAME, origin.organisation());
        String country = origin.country();
        if (country != null && !country.isEmpty()) {
            draft.put(DocumentFields.SOURCE_GEO_COUNTRY_ISO_CODE, country);
            CountryCoordinates.Point point = countries.point(country);
            if (point != null) {
                draft.put(DocumentFields.SOURCE_GEO_LOCATION + ".lat", point.latitude());
                draft.put(DocumentFields.SOURCE_GEO_LOCATION + ".lon", point.longitude());
            }
        }
        LocalDate built = origin.built();
        if (built != null) {
            draft.put(DocumentFields.ORIGIN_DATABASE_BUILT, built.toString());
            LocalDate day = LocalDate.ofInstant(draft.time(), ZoneOffset.UTC);
            draft.put(DocumentFields.ORIGIN_DATABASE_AGE, ChronoUnit.DAYS.between(built, day));
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
        domains.forEach(domain -> draft.add(DocumentFields.MESSAGE_RECIPIENT_DOMAINS, domain));
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
