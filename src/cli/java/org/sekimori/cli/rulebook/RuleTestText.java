package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sekimori.cli.decisions.ExplanationText;
import org.sekimori.engine.RuleTestResult;
import org.sekimori.engine.RuleTestResult.Mismatch;
import org.sekimori.engine.RuleTestResult.TestedSubmission;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;
import org.sekimori.rules.RuleExplanation;
import org.sekimori.rules.RuleExplanation.Condition;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.text.EscapedText;

/** Prints the results of rule tests, like a test runner. */
final class RuleTestText {

    private static final String INDENT = " ".repeat(10);
    private static final int WIDEST_TITLE = 96;
    private static final int MOST_SHOWN = 500;

    private final PrintWriter out;
    private final Path folder;
    private final String passed;
    private final String failed;

    /**
     * A printer for one rulebook.
     *
     * @param folder of the rulebook, as it is put before the files' names
     * @param signs whether the terminal shows check marks
     */
    RuleTestText(PrintWriter out, Path folder, boolean signs) {
        this.out = out;
        this.folder = folder;
        this.passed = signs ? "✓" : "ok  ";
        this.failed = signs ? "✗" : "FAIL";
    }

    /**
     * Prints one rule and its tests.
     *
     * @param explained evaluation of the rule's DRL, by test, for those that failed
     */
    void group(RuleMetadata spec, List<RuleTestResult> results, Map<RuleTestResult, List<RuleExplanation>> explained) {
        String mode = !spec.active()
                ? " (off, its tests are not run)"
                : spec.mode() == Finding.Mode.SHADOW ? " (shadow)" : "";
        out.println(spec.folder() + mode);
        int width = results.stream()
                .mapToInt(result -> Math.min(WIDEST_TITLE, title(result).length()))
                .max()
                .orElse(0);
        for (RuleTestResult result : results) {
            String title = String.format("%-" + width + "s", title(result));
            if (result.passed()) {
                out.println(String.format(Locale.ROOT, "  %s  %s %5d ms", passed, title, result.nanos() / 1_000_000));
            } else {
                out.println("  " + failed + "  " + title + "  "
                        + folder.resolve(result.test().file()) + ":"
                        + result.test().line());
                failure(result, explained.getOrDefault(result, List.of()));
            }
        }
    }

    private void failure(RuleTestResult result, List<RuleExplanation> explained) {
        String rule = result.test().rule();
        result.faults().forEach(fault -> out.println(INDENT + EscapedText.of(fault, MOST_SHOWN)));
        TestedSubmission last = result.last();
        if (last == null) {
            out.println(INDENT + "nothing was decided");
            return;
        }
        Decision decision = last.decision();
        boolean hit = decision.findings().stream().anyMatch(f -> f.rule().equals(rule));
        String verdict = (decision.would() == null ? decision.verdict() : decision.would()).word();
        out.println(INDENT + "expected: " + result.test().expected().verdict() + ", " + rule
                + matches(result.test().expected().hit()));
        out.println(INDENT + "decided:  " + verdict + ", " + rule + matches(hit));
        for (Mismatch mismatch : result.mismatches()) {
            out.println(INDENT + "- " + mismatch.key() + ": " + EscapedText.of(mismatch.expected(), MOST_SHOWN));
            out.println(INDENT + "+ " + mismatch.key() + ": " + EscapedText.of(mismatch.actual(), MOST_SHOWN));
        }
        for (Finding finding : decision.findings()) {
            out.println(INDENT + "found:    " + finding.rule()
                    + (finding.leftOut()
                            ? " matched; it is off for this account"
                            : " asks to " + finding.effect().word() + " ("
                                    + finding.mode().word() + "): " + finding.reason()));
        }
        StringBuilder text = new StringBuilder();
        explained.stream()
                .sorted(Comparator.comparing(RuleExplanation::matched).reversed())
                .forEach(seen -> ExplanationText.rule(text, INDENT.length(), seen, telling(seen)));
        out.print(text);
    }

    /** The escaped title: a test may come from an untrusted author. */
    private static String title(RuleTestResult result) {
        return EscapedText.of(result.test().title(), MOST_SHOWN);
    }

    private static String matches(boolean hit) {
        return hit ? " matches" : " does not match";
    }

    /** The conditions that kept a rule from matching. */
    private static List<Condition> telling(RuleExplanation seen) {
        return seen.matched()
                ? seen.conditions()
                : seen.conditions().stream()
                        .filter(condition -> !condition.held())
                        .toList();
    }
}
