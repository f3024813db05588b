package org.sekimori.mail;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A match of one rule.
 *
 * @param rule id of the rule, such as {@code overseas-without-grant}
 * @param version the rule's version, counted from 1
 * @param mode whether the finding acts or is only recorded
 * @param severity severity if the finding is true
 * @param effect the effect that the rule requested
 * @param reason one line for the analyst
 * @param evidence the values that made it match; strings and numbers only, in the rule's order
 * @param attack ids of MITRE ATT&CK techniques that it is evidence of
 * @param exemption why it does not act although the rule does; null without an exemption
 */
public record Finding(
        String rule,
        int version,
        Mode mode,
        Severity severity,
        Effect effect,
        String reason,
        Map<String, Object> evidence,
        List<String> attack,
        @Nullable Exemption exemption) {

    /** The rule named by a finding that says that a rule failed; the evidence {@code rule} names the one that did. */
    public static final String FAILURE_RULE = "rules-failed";

    public Finding {
        attack = List.copyOf(attack);
    }

    /** A finding of a rule that names no technique, about an account that is not exempt from it. */
    public Finding(
            String rule,
            int version,
            Mode mode,
            Severity severity,
            Effect effect,
            String reason,
            Map<String, Object> evidence) {
        this(rule, version, mode, severity, effect, reason, evidence, List.of(), null);
    }

    /**
     * An exemption of the account from the rule. If the rule is off for the account the finding says no more than that it was left
     * out: it has no effect and no evidence.
     *
     * @param off whether the rule is off for the account; else it is in shadow mode
     * @param reason why, as the operator wrote it; may be empty
     */
    public record Exemption(boolean off, String reason) {}

    /** Whether the finding was left out because the rule is off for the account, so that nothing was found. */
    public boolean leftOut() {
        return exemption != null && exemption.off();
    }

    /** The same with another effect, reason and evidence. */
    public Finding with(Effect otherEffect, String otherReason, Map<String, Object> otherEvidence) {
        return new Finding(rule, version, mode, severity, otherEffect, otherReason, otherEvidence, attack, exemption);
    }

    /** Whether a finding acts. */
    public enum Mode {
        ENFORCE,
        /** Recorded and never acts. */
        SHADOW;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How bad it is, in rising order. */
    public enum Severity {
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Effects of a rule, in rising order of strength. */
    public enum Effect {
        /** Recorded, also by an enforced rule; never acts. */
        ADVISE,
        /** The account is marked for follow-up. */
        FLAG,
        /** The server holds the message in its own queue, and the account is marked for follow-up. */
        QUARANTINE,
        DEFER,
        REJECT;

        /** Whether it refuses the client. */
        public boolean refuses() {
            return compareTo(QUARANTINE) > 0;
        }

        /** Whether it marks the account for follow-up: a message that is held needs a person who releases or deletes it. */
        public boolean flags() {
            return this == FLAG || this == QUARANTINE;
        }

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
