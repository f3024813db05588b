package org.sekimori.stream.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Decision.Refusal;
import org.sekimori.mail.Decision.Shadow;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Exemption;
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
        json.writeStringProperty(RecordFields.ID, decision.id());
        json.writeStringProperty(RecordFields.EVENT_ID, decision.eventId());
        json.writeStringProperty(RecordFields.REFERENCE, decision.reference());
        json.writeStringProperty(RecordFields.TIME, decision.time().toString());
        json.writeStringProperty(RecordFields.ACCOUNT, decision.account().name());
        if (!decision.ofSubmission()) {
            json.writeStringProperty(RecordFields.TRIGGER, decision.trigger().word());
        }
        json.writeStringProperty(RecordFields.VERDICT, decision.verdict().word());
        Verdict would = decision.would();
        if (would != null) {
            json.writeStringProperty(RecordFields.WOULD, would.word());
        }
        if (decision.verdict().refuses()) {
            json.writeNumberProperty(RecordFields.CODE, decision.verdict().code());
            json.writeStringProperty(
                    RecordFields.ENHANCED_CODE, decision.verdict().enhancedCode());
        }
        said(json, decision.findings(), decision.flags());
        OriginJson.write(json, decision.origin());
        JsonSupport.optional(json, RecordFields.GRANT, decision.grant());
        JsonSupport.optional(json, RecordFields.HOME, decision.home());
        if (!decision.labels().isEmpty()) {
            JsonSupport.texts(json, RecordFields.LABELS, decision.labels().stream());
        }
        if (!decision.signs().isEmpty()) {
            json.writeName(RecordFields.SIGNS);
            json.writeStartObject();
            decision.signs()
                    .forEach((name, weight) -> json.writeNumberProperty(name, new BigDecimal(weight.toString())));
            json.writeEndObject();
        }
        json.writeStringProperty(RecordFields.RULEBOOK, decision.rulebook());
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
        json.writeName(RecordFields.SHADOW);
        json.writeStartObject();
        json.writeStringProperty(RecordFields.RULEBOOK, shadow.rulebook());
        if (shadow.differs()) {
            json.writeStringProperty(RecordFields.VERDICT, shadow.verdict().word());
            said(json, shadow.findings(), shadow.flags());
        }
        json.writeEndObject();
    }

    private static void said(JsonGenerator json, List<Finding> findings, List<String> flags) {
        if (!findings.isEmpty()) {
            json.writeName(RecordFields.FINDINGS);
            json.writeStartArray();
            findings.forEach(finding -> write(json, finding));
            json.writeEndArray();
        }
        if (!flags.isEmpty()) {
            json.writeName(RecordFields.FLAGS);
            json.writeStartArray();
            flags.forEach(json::writeString);
            json.writeEndArray();
        }
    }

    private static void write(JsonGenerator json, Finding finding) {
        json.writeStartObject();
        json.writeStringProperty(RecordFields.RULE, finding.rule());
        json.writeNumberProperty(RecordFields.VERSION, finding.version());
        json.writeStringProperty(RecordFields.MODE, finding.mode().word());
        json.writeStringProperty(RecordFields.SEVERITY, finding.severity().word());
        json.writeStringProperty(RecordFields.EFFECT, finding.effect().word());
        json.writeStringProperty(RecordFields.REASON, finding.reason());
        if (!finding.evidence().isEmpty()) {
            json.writeName(RecordFields.EVIDENCE);
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
        if (!finding.attack().isEmpty()) {
            json.writeName(RecordFields.ATTACK);
            json.writeStartArray();
            finding.attack().forEach(json::writeString);
            json.writeEndArray();
        }
        if (finding.exemption() != null) {
            write(json, finding.exemption());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Exemption exemption) {
        json.writeName(RecordFields.EXEMPTION);
        json.writeStartObject();
        json.writeStringProperty(RecordFields.MODE, exemption.off() ? "off" : "shadow");
        if (!exemption.reason().isEmpty()) {
            json.writeStringProperty(RecordFields.REASON, exemption.reason());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SubmissionCounters counters) {
        json.writeName(RecordFields.COUNTERS);
        json.writeStartObject();
        json.writeNumberProperty(RecordFields.ACCEPTED_MESSAGES, counters.acceptedMessages());
        json.writeNumberProperty(RecordFields.ACCEPTED_RECIPIENTS, counters.acceptedRecipients());
        json.writeNumberProperty(RecordFields.REFUSED_MESSAGES, counters.refusedMessages());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Refusal refusal) {
        json.writeName(RecordFields.TEXTS);
        json.writeStartObject();
        if (!refusal.customer().isEmpty()) {
            json.writeStringProperty(RecordFields.CUSTOMER, refusal.customer());
        }
        json.writeStringProperty(RecordFields.ANALYST, refusal.analyst());
        json.writeEndObject();
        json.writeName(RecordFields.FIGURES);
        json.writeStartObject();
        refusal.figures().forEach((name, value) -> json.writeNumberProperty(name, new BigDecimal(value.toString())));
        json.writeEndObject();
    }
}
