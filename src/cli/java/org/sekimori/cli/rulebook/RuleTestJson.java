package org.sekimori.cli.rulebook;

import java.util.List;
import org.sekimori.engine.RuleTestResult;
import org.sekimori.mail.Decision;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.rules.testing.RuleTest.ExpectedDecision;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Results of rule tests for programs: one JSON object a line, each with a {@code type}. */
final class RuleTestJson {

    private RuleTestJson() {}

    /** {@code type: case}. */
    static String of(RuleTestResult result) {
        ObjectNode node = typed("case")
                .put("rule", result.test().rule())
                .put("file", result.test().file())
                .put("line", result.test().line())
                .put("title", result.test().title())
                .put("passed", result.passed())
                .put("millis", result.nanos() / 1_000_000);
        ExpectedDecision expected = result.test().expected();
        ObjectNode wanted =
                node.putObject("expected").put("verdict", expected.verdict()).put("hit", expected.hit());
        if (expected.effect() != null) {
            wanted.put("effect", expected.effect().word());
        }
        if (!expected.reason().isEmpty()) {
            wanted.put("reason", expected.reason());
        }
        if (expected.flags() != null) {
            expected.flags().forEach(wanted.putArray("flags")::add);
        }
        if (result.last() != null) {
            decided(
                    node.putObject("decided"),
                    result.test().rule(),
                    result.last().decision());
        }
        var mismatches = node.putArray("mismatches");
        result.mismatches().forEach(mismatch -> mismatches
                .addObject()
                .put("key", mismatch.key())
                .put("expected", mismatch.expected())
                .put("actual", mismatch.actual()));
        result.faults().forEach(node.putArray("faults")::add);
        return node.toString();
    }

    private static void decided(ObjectNode node, String rule, Decision decision) {
        node.put("verdict", (decision.would() == null ? decision.verdict() : decision.would()).word());
        node.put("hit", decision.findings().stream().anyMatch(f -> f.rule().equals(rule)));
        decision.flags().forEach(node.putArray("flags")::add);
        var findings = node.putArray("findings");
        decision.findings().forEach(finding -> findings.addObject()
                .put("rule", finding.rule())
                .put("mode", finding.mode().word())
                .put("effect", finding.effect().word())
                .put("reason", finding.reason()));
    }

    /** {@code type: problem}: why the rulebook cannot be used at all. */
    static String of(RulebookProblem problem) {
        return typed("problem")
                .put("file", problem.file())
                .put("line", problem.line())
                .put("message", problem.message())
                .toString();
    }

    /** {@code type: summary}, the last line. {@code clean_passed} is null where the installation has no clean traffic. */
    static String summary(List<RuleTestResult> results, CleanTrafficOutcome clean, long nanos) {
        long passed = results.stream().filter(RuleTestResult::passed).count();
        ObjectNode node = typed("summary")
                .put("cases", results.size())
                .put("passed", passed)
                .put("failed", results.size() - passed);
        if (clean == CleanTrafficOutcome.NOT_INSTALLED) {
            node.putNull("clean_passed");
        } else {
            node.put("clean_passed", clean.accepted());
        }
        return node.put("millis", nanos / 1_000_000).toString();
    }

    private static ObjectNode typed(String type) {
        return JsonMapper.shared().createObjectNode().put("type", type);
    }
}
