package org.sekimori.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.mail.Verdict;

/**
 * How often a rule matched.
 *
 * @param rule its id
 * @param role the role in which it ran
 * @param hits decisions in which it matched; for a candidate, only where the active rulebook differed
 * @param refusals decisions that it refused, or would have refused unless enforced
 * @param flags decisions in which it flagged the account, or would have
 */
public record RuleHitCount(String rule, Role role, long hits, long refusals, long flags) {

    /** Role in which a rule ran. */
    public enum Role {
        /** It acts. */
        ENFORCE,
        /** It is in the rulebook in force and in the shadow. */
        SHADOW,
        /** In a candidate rulebook. */
        CANDIDATE;

        /** The word on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The role with this word. */
        public static Role of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Both together. */
    public RuleHitCount plus(RuleHitCount other) {
        return new RuleHitCount(rule, role, hits + other.hits, refusals + other.refusals, flags + other.flags);
    }

    /** The counts of one decision, each rule and role at most once. */
    public static List<RuleHitCount> of(Decision decision) {
        Decision.Shadow shadow = decision.shadow();
        if (decision.findings().isEmpty()
                && (shadow == null || shadow.findings().isEmpty())) {
            return List.of();
        }
        List<RuleHitCount> counts = new ArrayList<>();
        String acting = acting(decision.findings(), decision.verdict());
        add(decision.findings(), Mode.ENFORCE, Role.ENFORCE, acting, counts);
        add(decision.findings(), Mode.SHADOW, Role.SHADOW, "", counts);
        if (shadow != null) {
            // A candidate's equal finding is counted once, for the active rulebook.
            List<Finding> own = shadow.findings().stream()
                    .filter(finding -> decision.findings().stream()
                            .noneMatch(
                                    other -> other.rule().equals(finding.rule()) && other.effect() == finding.effect()))
                    .toList();
            add(own, Mode.ENFORCE, Role.CANDIDATE, acting(shadow.findings(), shadow.verdict()), counts);
            add(own, Mode.SHADOW, Role.CANDIDATE, "", counts);
        }
        return counts;
    }

    private static String acting(List<Finding> findings, Verdict told) {
        if (!told.refuses()) {
            return "";
        }
        for (Finding finding : findings) {
            if (finding.mode() == Mode.ENFORCE && finding.effect().refuses()) {
                return finding.rule();
            }
        }
        return "";
    }

    private static void add(List<Finding> findings, Mode mode, Role role, String acting, List<RuleHitCount> into) {
        List<String> seen = new ArrayList<>();
        for (Finding finding : findings) {
            String rule = finding.rule();
            if (finding.mode() != mode
                    || finding.leftOut()
                    || rule.equals(Finding.FAILURE_RULE)
                    || seen.contains(rule)) {
                continue;
            }
            seen.add(rule);
            boolean refuses = mode == Mode.ENFORCE
                    ? rule.equals(acting)
                    : findings.stream()
                            .anyMatch(f -> f.mode() == mode
                                    && f.rule().equals(rule)
                                    && f.effect().refuses());
            boolean flags = findings.stream()
                    .anyMatch(f -> f.mode() == mode
                            && f.rule().equals(rule)
                            && f.effect().flags());
            into.add(new RuleHitCount(rule, role, 1, refuses ? 1 : 0, flags ? 1 : 0));
        }
    }
}
