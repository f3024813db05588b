package org.sekimori.archive;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
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

    /** Exemption of a finding that only says that its rule was off for the account. */
    private static final String LEFT_OUT = "off";

    /** Such as {@code 12}, {@code 1,234.5}, {@code 24h}, {@code 12:30Z} and {@code 2001:db8::/48}. */
    private static final Pattern NUMBER = Pattern.compile("(?<![\\p{L}\\d])\\d\\w*(?:[.,:/]+\\w+)*");

    private final CountryCoordinates countries;

    DecisionDocumentMapper(CountryCoordinates countries) {
        this.countries = countries;
    }

    void fill(
            DocumentBuilder document,
            RecordedDecision decision,
            @Nullable JsonNode event,
            CommittedRecord.@Nullable Event appended,
            CommittedRecord record) {
        document.action(decision.trigger() == null ? "submission_decided" : "event_judged", "email");
        document.account(decision.account());
        document.verdict(decision.verdict());
        document.putIfThere(DocumentFields.TRIGGER, decision.trigger());
        document.put(DocumentFields.EVENT_ID, decision.eventId());
        document.put(DocumentFields.EMAIL_DIRECTION, "outbound");
        document.put(DocumentFields.RULE_RULESET, decision.rulebook());
        document.put(DocumentFields.DECISION_ID, decision.id());
        document.put(DocumentFields.REFERENCE, decision.reference());
        document.putIfThere(DocumentFields.WOULD, decision.would());
        if (decision.code() != null) {
            document.put(DocumentFields.SMTP_CODE, decision.code());
        }
        document.putIfThere(DocumentFields.SMTP_ENHANCED_CODE, decision.enhancedCode());
        document.putIfThere(DocumentFields.GRANT_ID, decision.grant());
        document.putIfThere(DocumentFields.HOME, decision.home());
        decision.labels().forEach(label -> document.add(DocumentFields.LABELS, label));
        signs(document, decision);
        decision.counters().forEach((name, count) -> document.put(DocumentFields.COUNTERS + "." + name, count));
        decision.texts().forEach((name, text) -> document.put(DocumentFields.TEXTS + "." + name, text));
        if (decision.figures() != null) {
            document.set(DocumentFields.FIGURES, JsonMapper.shared().valueToTree(decision.figures()));
        }
        findings(document, decision);
        if (decision.shadow() != null) {
            candidate(document, decision, decision.shadow());
        }
        origin(document, decision.origin());
        if (event != null && appended != null) {
            event(document, event);
            document.put(DocumentFields.DELAY_ARRIVAL, millis(Duration.between(document.time(), appended.appended())));
            document.put(
                    DocumentFields.DELAY_DECISION, millis(Duration.between(appended.appended(), record.appended())));
        }
    }

    private static void signs(DocumentBuilder document, RecordedDecision decision) {
        if (!decision.signs().isEmpty()) {
            decision.signs().keySet().forEach(sign -> document.add(DocumentFields.SIGNS, sign));
            document.put(
                    DocumentFields.EVIDENCE,
                    Math.rint(decision.signs().values().stream()
                                            .mapToDouble(Double::doubleValue)
                                            .sum()
                                    * 100)
                            / 100);
        }
    }

    private static long millis(Duration duration) {
        return duration.toMillis();
    }

    private static void copy(DocumentBuilder document, JsonNode from, String name, String field) {
        JsonNode value = from.get(name);
        if (value != null) {
            document.set(field, value);
        }
    }

    private static void findings(DocumentBuilder document, RecordedDecision decision) {
        RecordedFinding weightiest = null;
        Set<String> techniques = new LinkedHashSet<>();
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (RecordedFinding finding : decision.findings()) {
            all.add(node(finding));
            if (LEFT_OUT.equals(finding.exemption())) {
                continue;
            }
            if (finding.mode().equals("shadow")) {
                document.add(DocumentFields.SHADOW_RULES, finding.rule());
            } else {
                document.add(DocumentFields.RULE_ID, finding.rule());
                document.add(DocumentFields.RULE_VERSION, finding.rule() + "@" + finding.version());
                if (finding.reason() != null && !finding.reason().isEmpty()) {
                    document.add(DocumentFields.REASONS, alike(finding.reason()));
                }
                techniques.addAll(finding.attack());
                if (weightiest == null || severity(finding) > severity(weightiest)) {
                    weightiest = finding;
                }
            }
        }
        if (!all.isEmpty()) {
            document.set(DocumentFields.FINDINGS, all);
        }
        if (!techniques.isEmpty()) {
            document.put(DocumentFields.THREAT_FRAMEWORK, "MITRE ATT&CK");
            techniques.forEach(id -> document.add(DocumentFields.THREAT_TECHNIQUE_ID, id));
        }
        if (weightiest != null) {
            document.put(DocumentFields.EVENT_SEVERITY, severity(weightiest));
            document.putIfAny(DocumentFields.EVENT_REASON, Objects.requireNonNullElse(weightiest.reason(), ""));
        }
        if (!decision.flags().isEmpty()) {
            decision.flags().forEach(flag -> document.add(DocumentFields.FLAGS, flag));
            document.put(DocumentFields.EVENT_KIND, "alert");
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
        putIfThere(node, RecordFields.EXEMPTION, finding.exemption());
        putIfThere(node, "exemption_reason", finding.exemptionReason());
        return node;
    }

    private static void putIfThere(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    /** A reason to count by: every number, time and address in it is {@code #}. */
    private static String alike(String reason) {
        return NUMBER.matcher(reason).replaceAll("#");
    }

    private static int severity(RecordedFinding finding) {
        return finding.severity() == null ? 0 : SEVERITIES.getOrDefault(finding.severity(), 0);
    }

    /**
     * The decision writes both verdict and flags of a candidate as soon as one of the two differs. Here each field stands for a
     * difference of its own, because panels count documents that have it. A candidate of which the decision writes no verdict says
     * the same in everything.
     */
    private static void candidate(DocumentBuilder document, RecordedDecision decision, Candidate shadow) {
        document.putIfThere(DocumentFields.CANDIDATE_RULEBOOK, shadow.rulebook());
        if (shadow.verdict() == null) {
            return;
        }
        if (!shadow.verdict().equals(decision.verdict())) {
            document.put(DocumentFields.CANDIDATE_VERDICT, shadow.verdict());
        }
        Set<String> inForce = new LinkedHashSet<>(decision.flags());
        Set<String> candidate = new LinkedHashSet<>(shadow.flags());
        if (!candidate.equals(inForce)) {
            candidate.forEach(flag -> document.add(DocumentFields.CANDIDATE_FLAGS, flag));
            inForce.stream()
                    .filter(flag -> !candidate.contains(flag))
                    .forEach(flag -> document.add(DocumentFields.CANDIDATE_FLAGS_DROPPED, flag));
        }
        shadow.findings().forEach(finding -> document.add(DocumentFields.CANDIDATE_RULES, finding.rule()));
    }

    private void origin(DocumentBuilder document, RecordedOrigin origin) {
        document.put(DocumentFields.ORIGIN_KIND, origin.kind());
        document.putIfThere(DocumentFields.ORIGIN_NETWORK, origin.network());
        document.putIfThere(DocumentFields.ORIGIN_NAME, origin.name());
        document.putIfThere(DocumentFields.ORIGIN_UNKNOWN_REASON, origin.reason());
        document.putIfThere(DocumentFields.ORIGIN_DATABASE_NAME, origin.database());
        if (origin.asn() != null) {
            document.put(DocumentFields.SOURCE_AS_NUMBER, origin.asn());
        }
        document.putIfThere(DocumentFields.SOURCE_AS_ORGANIZATION_NAME, origin.organisation());
        origin.kinds().forEach(kind -> document.add(DocumentFields.ORIGIN_KINDS, kind));
        String country = origin.country();
        if (country != null && !country.isEmpty()) {
            document.put(DocumentFields.SOURCE_GEO_COUNTRY_ISO_CODE, country);
            CountryCoordinates.Point point = countries.point(country);
            if (point != null) {
                document.put(DocumentFields.SOURCE_GEO_COUNTRY_NAME, point.name());
                document.put(DocumentFields.SOURCE_GEO_LOCATION + ".lat", point.latitude());
                document.put(DocumentFields.SOURCE_GEO_LOCATION + ".lon", point.longitude());
            }
        }
        LocalDate built = origin.built();
        if (built != null) {
            document.put(DocumentFields.ORIGIN_DATABASE_BUILT, built.toString());
            LocalDate day = LocalDate.ofInstant(document.time(), ZoneOffset.UTC);
            document.put(DocumentFields.ORIGIN_DATABASE_AGE, ChronoUnit.DAYS.between(built, day));
        }
    }

    private static void event(DocumentBuilder document, JsonNode event) {
        String address = event.path(RecordFields.CLIENT_ADDRESS).asString("");
        if (!address.isEmpty()) {
            document.put(DocumentFields.SOURCE_IP, address);
            document.add(DocumentFields.RELATED_IP, address);
        }
        host(document, event, RecordFields.CLIENT_NAME, DocumentFields.SOURCE_DOMAIN);
        host(document, event, RecordFields.HELO, DocumentFields.MESSAGE_HELO);
        host(document, event, RecordFields.SERVER, DocumentFields.OBSERVER_NAME);
        copy(document, event, RecordFields.CHANNEL, DocumentFields.MESSAGE_CHANNEL);
        copy(document, event, RecordFields.SIZE, DocumentFields.MESSAGE_SIZE);
        copy(document, event, RecordFields.RECIPIENT_COUNT, DocumentFields.MESSAGE_RECIPIENT_COUNT);
        copy(document, event, RecordFields.INSTANCE, DocumentFields.MESSAGE_INSTANCE);
        copy(document, event, RecordFields.SENDER, DocumentFields.EMAIL_SENDER_ADDRESS);
        copy(document, event, RecordFields.QUEUE_ID, DocumentFields.EMAIL_LOCAL_ID);
        copy(document, event, RecordFields.MESSAGE_ID, DocumentFields.EMAIL_MESSAGE_ID);
        copy(document, event, RecordFields.LOGIN, DocumentFields.MESSAGE_LOGIN);
        copy(document, event, RecordFields.LISTS, DocumentFields.LISTS);
        domains(document, event.path(RecordFields.RECIPIENTS));
        tls(document, event.path(RecordFields.TLS).asString(""));
    }

    private static void host(DocumentBuilder document, JsonNode event, String name, String field) {
        String host = event.path(name).asString("");
        if (!host.isEmpty()) {
            document.put(field, host);
            document.add(DocumentFields.RELATED_HOSTS, host);
        }
    }

    private static void domains(DocumentBuilder document, JsonNode recipients) {
        Set<String> domains = new LinkedHashSet<>();
        for (JsonNode recipient : recipients) {
            String text = recipient.asString();
            if (domains.size() < MOST_DOMAINS) {
                domains.add(text.substring(text.lastIndexOf('@') + 1));
            }
        }
        domains.forEach(domain -> document.add(DocumentFields.MESSAGE_RECIPIENT_DOMAINS, domain));
    }

    /** {@code TLSv1.3} in the words of the schema. */
    private static void tls(DocumentBuilder document, String tls) {
        document.put(DocumentFields.TLS_ESTABLISHED, !tls.isEmpty());
        int number = 0;
        while (number < tls.length() && !Character.isDigit(tls.charAt(number))) {
            number++;
        }
        if (number < tls.length()) {
            document.put(DocumentFields.TLS_VERSION, tls.substring(number));
            document.put(DocumentFields.TLS_VERSION_PROTOCOL, tls.startsWith("SSL") ? "ssl" : "tls");
        }
    }
}
