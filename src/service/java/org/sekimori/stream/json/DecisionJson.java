package org.sekimori.stream.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Decision.Refusal;
import org.sekimori.mail.Decision.Shadow;
import org.sekimori.mail.Finding;
import org.sekimori.mail.SubmissionCounters;
import org.sekimori.mail.Verdict;
import tools.jackson.core.JsonGenerator;

/** The records of {@code decisions}. */
public final class DecisionJson {

    private DecisionJson() {}

    /** A decision as UTF-8; the same decision always gives the same bytes. */
    public static byte[] write(Decision decision) {
        return JsonSupport.object(json -> write(json, decision));
    }

    private static void write(JsonGenerator json, Decision decision) {
        json.writeStringProperty("id", decision.id());
        json.writeStringProperty("event_id", decision.eventId());
        json.writeStringProperty("reference", decision.reference());
        json.writeStringProperty("time", decision.time().toString());
        json.writeStringProperty("account", decision.account().name());
        json.writeStringProperty("verdict", decision.verdict().word());
        Verdict would = decision.would();
        if (would != null) {
            json.writeStringProperty("would", would.word());
        }
        if (!(decision.verdict() instanceof Verdict.Accept)) {
            json.writeNumberProperty("code", decision.verdict().code());
            json.writeStringProperty("enhanced_code", decision.verdict().enhancedCode());
        }
        said(json, decision.findings(), decision.flags());
        OriginJson.write(json, decision.origin());
        JsonSupport.optional(json, "grant", decision.grant());
        JsonSupport.optional(json, "home", decision.home());
        json.writeStringProperty("rulebook", decision.rulebook());
        write(json, decision.counters());
        Refusal refusal = decision.refusal();
        if (refusal != null) {
            write(json, refusal);
        }
        Shadow shadow = decision.shadow();
        if (shadow != null) {
            write(json, shadow);
        }
    }

    /** Nearly all are the same, and then the candidate's name says enough. */
    private static void write(JsonGenerator json, Shadow shadow) {
        json.writeName("shadow");
        json.writeStartObject();
        json.writeStringProperty("rulebook", shadow.rulebook());
        if (shadow.differs()) {
            json.writeStringProperty("verdict", shadow.verdict().word());
            said(json, shadow.findings(), shadow.flags());
        }
        json.writeEndObject();
    }

    private static void said(JsonGenerator json, List<Finding> findings, List<String> flags) {
        if (!findings.isEmpty()) {
            json.writeName("findings");
            json.writeStartArray();
            findings.forEach(finding -> write(json, finding));
            json.writeEndArray();
        }
        if (!flags.isEmpty()) {
            json.writeName("flags");
            json.writeStartArray();
            flags.forEach(json::writeString);
            json.writeEndArray();
        }
    }

    private static void write(JsonGenerator json, Finding finding) {
        json.writeStartObject();
        json.writeStringProperty("rule", finding.rule());
        json.writeNumberProperty("version", finding.version());
        json.writeStringProperty("mode", finding.mode().word());
        json.writeStringProperty("severity", finding.severity().word());
        json.writeStringProperty("effect", finding.effect().word());
        json.writeStringProperty("reason", finding.reason());
        if (!finding.evidence().isEmpty()) {
            json.writeName("evidence");
            json.writeStartObject();
            for (Map.Entry<String, Object> one : finding.evidence().entrySet()) {
                if (one.getValue() instanceof Number number) {
                    json.writeNumberProperty(one.getKey(), new BigDecimal(number.toString()));
                } else {
                    json.writeStringProperty(one.getKey(), one.getValue().toString());
                }
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SubmissionCounters counters) {
        json.writeName("counters");
        json.writeStartObject();
        json.writeNumberProperty("accepted_messages", counters.acceptedMessages());
        json.writeNumberProperty("accepted_recipients", counters.acceptedRecipients());
        json.writeNumberProperty("refused_messages", counters.refusedMessages());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Refusal refusal) {
        json.writeName("texts");
        json.writeStartObject();
        json.writeStringProperty("customer", refusal.customer());
        json.writeStringProperty("analyst", refusal.analyst());
        json.writeEndObject();
        json.writeName("figures");
        json.writeStartObject();
        refusal.figures().forEach((name, value) -> json.writeNumberProperty(name, new BigDecimal(value.toString())));
        json.writeEndObject();
    }
}
