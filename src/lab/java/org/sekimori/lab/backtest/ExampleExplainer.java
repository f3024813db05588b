package org.sekimori.lab.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.AccountStateCodec;
import org.sekimori.lab.backtest.ExampleCollector.Example;
import org.sekimori.mail.Finding;
import org.sekimori.mail.MailEvent;
import org.sekimori.rules.RuleExplainer;
import org.sekimori.rules.RuleExplanation;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookException;

/** Explains examples by the rules themselves. */
final class ExampleExplainer {

    private ExampleExplainer() {}

    static List<BacktestReport.Example> of(Rulebook candidate, List<Example> kept) {
        if (kept.isEmpty()) {
            return List.of();
        }
        List<BacktestReport.Example> examples = new ArrayList<>();
        try (RuleExplainer explainer = new RuleExplainer(candidate)) {
            kept.forEach(one -> examples.add(example(explainer, candidate, one)));
        } catch (RulebookException e) {
            throw new IllegalStateException("the rules cannot be explained: " + e.getMessage(), e);
        }
        return examples;
    }

    private static BacktestReport.Example example(RuleExplainer explainer, Rulebook candidate, Example kept) {
        byte[] stored = kept.state();
        AccountState state = stored == null ? AccountState.NEW : AccountStateCodec.decode(stored);
        MailEvent event = kept.event();
        List<BacktestReport.Condition> conditions = new ArrayList<>();
        for (RuleExplanation rule : explainer.explain(
                event,
                state.profile(),
                state.grants(),
                state.hold(),
                state.caseSet(),
                state.neighbours(),
                candidate.policies().of(event.account(), state.home()))) {
            if (rule.rule().equals(kept.rule()) && rule.matched()) {
                rule.conditions().forEach(condition -> conditions.add(condition(rule, condition)));
            }
        }
        Finding finding = finding(kept);
        return new BacktestReport.Example(
                kept.what().name().toLowerCase(Locale.ROOT),
                kept.rule(),
                event.account().name(),
                event.time(),
                event.id(),
                BacktestCounts.place(event.origin()),
                event.origin().network(),
                event.recipientCount(),
                event.size(),
                finding.reason(),
                finding.evidence(),
                conditions);
    }

    /** The rule's finding that did it: the strongest, or the one that flags. */
    private static Finding finding(Example kept) {
        List<Finding> findings = kept.decision().findings();
        return findings.stream()
                .filter(one -> one.rule().equals(kept.rule()) && one.mode() == Finding.Mode.ENFORCE)
                .filter(one -> kept.what() == ExampleCollector.Effect.REFUSED || one.effect() == Finding.Effect.FLAG)
                .findFirst()
                .orElse(findings.get(0));
    }

    private static BacktestReport.Condition condition(RuleExplanation rule, RuleExplanation.Condition condition) {
        List<String> values = condition.values().stream()
                .map(value -> value.leftValue() + " " + value.operator() + " " + value.rightValue())
                .toList();
        return new BacktestReport.Condition(rule.name(), condition.text(), condition.held(), values);
    }

    /** For a report's words: {@code name value, name value}. */
    static String evidence(Map<String, Object> evidence) {
        List<String> words = new ArrayList<>();
        evidence.forEach((name, value) -> words.add(name + " " + value));
        return String.join(", ", words);
    }
}
