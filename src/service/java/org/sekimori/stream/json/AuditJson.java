package org.sekimori.stream.json;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.AuditRecord;
import org.sekimori.rules.source.RulebookProblem;

/** The records of {@code audit}: lines of the audit trail. */
public final class AuditJson {

    private AuditJson() {}

    private record RulebookForm(Instant time, String what, String by, String detail) {}

    private record OtherForm(
            Instant time,
            String what,
            String by,
            String detail,
            @Nullable String channel) {}

    /** A line of the audit trail about no account, such as a log-in of staff. */
    public static byte[] write(Instant time, String what, String by, String detail, @Nullable String channel) {
        return ColdRecords.write(new OtherForm(time, what, by, detail, channel));
    }

    /** A line of the audit trail about what is in force. */
    public static byte[] write(LogEntry.RulebookActivation activation, String what) {
        StringBuilder detail = new StringBuilder("rulebook ").append(activation.rulebook());
        if (activation.candidate() != null) {
            detail.append(", candidate ").append(activation.candidate());
        }
        activation
                .off()
                .forEach((rule, reason) ->
                        detail.append(", ").append(rule).append(" off: ").append(reason));
        return ColdRecords.write(new RulebookForm(activation.time(), what, activation.by(), detail.toString()));
    }

    /**
     * A line of the audit trail about a rulebook that was refused.
     *
     * @param rulebook its id, empty if it has none
     * @param first the first thing that is wrong
     */
    public static byte[] writeRefused(String by, String rulebook, RulebookProblem first, Instant time) {
        String name = rulebook.isEmpty() ? "rulebook" : "rulebook " + rulebook;
        return ColdRecords.write(new RulebookForm(time, "rulebook_refused", by, name + " refused: " + first));
    }

    /** A line of the audit trail. */
    public static byte[] write(AuditRecord audited) {
        return JsonSupport.object(json -> {
            json.writeStringProperty("time", audited.time().toString());
            json.writeStringProperty("account", audited.account().name());
            json.writeStringProperty("what", audited.what());
            json.writeStringProperty("by", audited.by());
            json.writeStringProperty("detail", audited.detail());
            audited.fields().forEach((field, value) -> json.writeStringProperty(field.word(), value));
        });
    }
}
