package org.sekimori.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sekimori.engine.CaseResult;
import org.sekimori.engine.CaseResult.Last;
import org.sekimori.engine.CaseResult.Mismatch;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Visible;
import org.sekimori.rules.Explanation;
import org.sekimori.rules.Explanation.Condition;
import org.sekimori.rules.RuleSpec;

/** Prints how the cases of a rulebook went, like a test runner. */
final class CaseText {

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
    CaseText(PrintWriter out, Path folder, boolean signs) {
        this.out = out;
        this.folder = folder;
        this.passed = signs ? "✓" : "ok  ";
        this.failed = signs ? "✗" : "FAIL";
    }

    /**
     * One rule and its cases.
     *
     * @param explained what the rule's DRL saw, by case, for those that failed
     */
    void group(RuleSpec spec, List<CaseResult> results, Map<CaseResult, List<Explanation>> explained) {
        String mode = !spec.active()
                ? " (off, its cases are not run)"
                : spec.mode() == Finding.Mode.SHADOW ? " (shadow)" : "";
        out.println(spec.folder() + mode);
        int width = results.stream()
                .mapToInt(result -> Math.min(WIDEST_TITLE, title(result).length()))
                .max()
                .orElse(0);
        for (CaseResult result : results) {
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

    private void failure(CaseResult result, List<Explanation> explained) {
        String rule = result.test().rule();
        result.faults().forEach(fault -> out.println(INDENT + Visible.of(fault, MOST_SHOWN)));
        Last last = result.last();
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
            out.println(INDENT + "- " + mismatch.key() + ": " + Visible.of(mismatch.expected(), MOST_SHOWN));
            out.println(INDENT + "+ " + mismatch.key() + ": " + Visible.of(mismatch.actual(), MOST_SHOWN));
        }
        for (Finding finding : decision.findings()) {
            out.println(INDENT + "found:    " + finding.rule() + " asks to "
                    + finding.effect().word() + " (" + finding.mode().word() + "): " + finding.reason());
        }
        StringBuilder text = new StringBuilder();
        explained.stream()
                .sorted(Comparator.comparing(Explanation::matched).reversed())
                .forEach(seen -> WhyText.rule(text, INDENT.length(), seen, telling(seen)));
        out.print(text);
    }

    /** As it can be shown: a case comes from whoever offers a rule. */
    private static String title(CaseResult result) {
        return Visible.of(result.test().title(), MOST_SHOWN);
    }

    private static String matches(boolean hit) {
        return hit ? " matches" : " does not match";
    }

    /** Of a rule that did not match, what stood in its way. */
    private static List<Condition> telling(Explanation seen) {
        return seen.matched()
                ? seen.conditions()
                : seen.conditions().stream()
                        .filter(condition -> !condition.held())
                        .toList();
    }
}
