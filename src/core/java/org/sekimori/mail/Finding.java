package org.sekimori.mail;

import java.util.Locale;
import java.util.Map;

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
 */
public record Finding(
        String rule,
        int version,
        Mode mode,
        Severity severity,
        Effect effect,
        String reason,
        Map<String, Object> evidence) {

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
        DEFER,
        REJECT;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
