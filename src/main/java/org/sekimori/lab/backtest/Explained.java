package org.sekimori.lab.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sekimori.engine.AccountCodec;
import org.sekimori.engine.AccountState;
import org.sekimori.lab.backtest.Examples.Kept;
import org.sekimori.mail.Finding;
import org.sekimori.mail.MailEvent;
import org.sekimori.rules.Explainer;
import org.sekimori.rules.Explanation;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookException;

/** Has examples explained by the rules themselves. */
final class Explained {

    private Explained() {}

    static List<Report.Example> of(Rulebook candidate, List<Kept> kept) {
        if (kept.isEmpty()) {
            return List.of();
        }
        List<Report.Example> examples = new ArrayList<>();
        try (Explainer explainer = new Explainer(candidate)) {
            kept.forEach(one -> examples.add(example(explainer, candidate, one)));
        } catch (RulebookException e) {
            throw new IllegalStateException("the rules cannot be explained: " + e.getMessage(), e);
        }
        return examples;
    }

    private static Report.Example example(Explainer explainer, Rulebook candidate, Kept kept) {
        byte[] stored = kept.state();
        AccountState state = stored == null ? AccountState.NEW : AccountCodec.decode(stored);
        MailEvent event = kept.event();
        List<Report.Condition> conditions = new ArrayList<>();
        for (Explanation rule : explainer.explain(
                event,
                state.profile(),
                state.grants(),
                state.hold(),
                state.caseSet(),
                candidate.policies().of(event.account(), state.home()))) {
            if (rule.rule().equals(kept.rule()) && rule.matched()) {
                rule.conditions().forEach(condition -> conditions.add(condition(rule, condition)));
            }
        }
        Finding finding = finding(kept);
        return new Report.Example(
                kept.what().name().toLowerCase(Locale.ROOT),
                kept.rule(),
                event.account().name(),
                event.time(),
                event.id(),
                Tally.place(event.origin()),
                event.origin().network(),
                event.recipientCount(),
                event.size(),
                finding.reason(),
                finding.evidence(),
                conditions);
    }

    /** The rule's finding that did it: the strongest, or the one that flags. */
    private static Finding finding(Kept kept) {
        List<Finding> findings = kept.decision().findings();
        return findings.stream()
                .filter(one -> one.rule().equals(kept.rule()) && one.mode() == Finding.Mode.ENFORCE)
                .filter(one -> kept.what() == Examples.What.REFUSED || one.effect() == Finding.Effect.FLAG)
                .findFirst()
                .orElse(findings.get(0));
    }

    private static Report.Condition condition(Explanation rule, Explanation.Condition condition) {
        List<String> values = condition.values().stream()
                .map(value -> value.leftValue() + " " + value.operator() + " " + value.rightValue())
                .toList();
        return new Report.Condition(rule.name(), condition.text(), condition.held(), values);
    }

    /** For a report's words: {@code name value, name value}. */
    static String evidence(Map<String, Object> evidence) {
        List<String> words = new ArrayList<>();
        evidence.forEach((name, value) -> words.add(name + " " + value));
        return String.join(", ", words);
    }
}
