package org.sekimori.rules.fact;

import java.util.Map;
import org.sekimori.mail.Finding.Effect;

/**
 * A reason with its evidence, said once for all effects that a rule asks for:
 * {@code s.find("{sent} messages today", "sent", s.sent("1d")).flag().defer();}.
 */
public final class FindingDraft {

    private final RuleActionCollector actions;
    private final String reason;
    private final Map<String, Object> evidence;

    /**
     * Without an effect yet.
     *
     * @param reason one line for the analyst
     * @param evidence strings and numbers, in the rule's order
     */
    public FindingDraft(RuleActionCollector actions, String reason, Map<String, Object> evidence) {
        this.actions = actions;
        this.reason = reason;
        this.evidence = evidence;
    }

    private FindingDraft raise(Effect effect) {
        actions.add(new RuleAction(effect, reason, evidence));
        return this;
    }

    /** Asks for the submission to be refused for good. */
    public FindingDraft reject() {
        return raise(Effect.REJECT);
    }

    /** Asks for the submission to be refused for now. */
    public FindingDraft defer() {
        return raise(Effect.DEFER);
    }

    /** Asks for the message to be held in the mail server's own queue, and marks the account for follow-up. */
    public FindingDraft quarantine() {
        return raise(Effect.QUARANTINE);
    }

    /** Marks the account for follow-up and lets the submission pass. */
    public FindingDraft flag() {
        return raise(Effect.FLAG);
    }

    /** Records an observation that needs no action. */
    public FindingDraft advise() {
        return raise(Effect.ADVISE);
    }

    /** A reason with each {@code {name}} replaced by the value of that name; other braces stay. */
    public static String filled(String reason, Map<String, Object> values) {
        StringBuilder out = new StringBuilder(reason.length() + 64);
        int from = 0;
        for (int open = reason.indexOf('{'); open >= 0; open = reason.indexOf('{', open + 1)) {
            int close = reason.indexOf('}', open);
            Object value = close < 0 ? null : values.get(reason.substring(open + 1, close));
            if (value != null) {
                out.append(reason, from, open).append(ShownValue.of(value));
                from = close + 1;
            }
        }
        return out.append(reason, from, reason.length()).toString();
    }
}
