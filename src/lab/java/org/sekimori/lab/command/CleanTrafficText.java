package org.sekimori.lab.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.sekimori.lab.evaluation.CleanTrafficCheck.FalsePositive;
import org.sekimori.lab.evaluation.CleanTrafficCheck.RuleResult;
import org.sekimori.mail.Finding;
import org.sekimori.rules.source.KnownFalsePositives;

/** Formats the effects of rules on honest customers. */
final class CleanTrafficText {

    private static final int EXAMPLES = 3;
    private static final String ROW = "  %-26s %-26s %18s %18s  %s";

    private final Path folder;
    private final List<RuleResult> rows;
    private final List<FalsePositive> alarms;

    /**
     * The words for one run.
     *
     * @param folder of the rulebook
     * @param rows those to speak about
     * @param alarms where the examples are taken from
     */
    CleanTrafficText(Path folder, List<RuleResult> rows, List<FalsePositive> alarms) {
        this.folder = folder;
        this.rows = rows;
        this.alarms = alarms;
    }

    /** Every rule and class of customers: found and accepted hits. */
    void table(PrintWriter out, long days) {
        out.printf(
                Locale.ROOT,
                "%,d honest account-days. Account-days on which a rule flagged or refused, and how many are accepted:%n%n",
                days);
        head(out);
        rows.forEach(row -> line(out, row));
    }

    /** Only the deviations from the rulebook's list. */
    void differences(PrintWriter out, long days) {
        List<RuleResult> different = rows.stream()
                .filter(row -> row.worse() || row.worseIfEnforced() || row.better())
                .toList();
        out.printf(Locale.ROOT, "Clean traffic, %,d honest account-days: ", days);
        if (different.isEmpty()) {
            out.println("nothing that is not known.");
            return;
        }
        out.println("account-days on which a rule flagged or refused, and how many are accepted:");
        head(out);
        different.forEach(row -> line(out, row));
    }

    private static void line(PrintWriter out, RuleResult row) {
        String remark = row.worse()
                ? "TOO MANY"
                : row.worseIfEnforced() ? "shadow; too many to enforce" : row.better() ? "fewer than accepted" : "";
        out.println(String.format(
                        Locale.ROOT,
                        ROW,
                        row.rule(),
                        row.honestClass(),
                        count(row.flagged(), row.known().flagged()),
                        count(row.refused(), row.known().refused()),
                        remark)
                .stripTrailing());
    }

    private static void head(PrintWriter out) {
        out.println(String.format(Locale.ROOT, ROW, "rule", "customers", "flagged (accepted)", "refused (accepted)", "")
                .stripTrailing());
    }

    private static String count(long found, long accepted) {
        return found + " (" + accepted + ")";
    }

    /** The verdict; if it fails, the affected customers and the remedy. */
    void verdict(PrintWriter out) {
        if (rows.stream().noneMatch(RuleResult::worse)) {
            out.println("Nothing that is not known.");
            return;
        }
        whatToDo(out);
    }

    /** Examples of unaccepted hits, and the lines that would accept them; empty without any. */
    void whatToDo(PrintWriter out) {
        List<RuleResult> more = rows.stream()
                .filter(row -> row.worse() || row.worseIfEnforced())
                .toList();
        if (more.isEmpty()) {
            return;
        }
        more.forEach(row -> examples(out, row));
        // Rules that throw are an error, and cannot be accepted.
        List<RuleResult> acceptable = more.stream()
                .filter(row -> !row.rule().equals(Finding.FAILURE_RULE))
                .toList();
        if (acceptable.size() < more.size()) {
            out.println("A rule throws or loops: mend it.");
        }
        if (!acceptable.isEmpty()) {
            linesToWrite(out, acceptable);
        }
    }

    private void linesToWrite(PrintWriter out, List<RuleResult> more) {
        out.println(
                more.stream().anyMatch(RuleResult::worse)
                        ? "Change the rule or its threshold, or accept them in "
                                + folder.resolve(KnownFalsePositives.FILE) + " and say why:"
                        : "Nobody is hit while the rule is in shadow. To enforce it as it is, accept them in "
                                + folder.resolve(KnownFalsePositives.FILE) + " and say why:");
        String rule = "";
        for (RuleResult row : more) {
            if (!row.rule().equals(rule)) {
                rule = row.rule();
                out.println("  " + rule + ":");
            }
            out.println("    " + row.honestClass() + ": {flagged: "
                    + Math.max(row.flagged(), row.known().flagged())
                    + ", refused: " + Math.max(row.refused(), row.known().refused()) + ", why: \"\"}");
        }
    }

    private void examples(PrintWriter out, RuleResult row) {
        String would = row.acts() ? "" : "would have ";
        out.println(row.rule() + " on " + row.honestClass() + ", for example:");
        alarms.stream()
                .filter(alarm ->
                        alarm.rule().equals(row.rule()) && alarm.honestClass().equals(row.honestClass()))
                .limit(EXAMPLES)
                .forEach(alarm -> out.println("  " + alarm.time() + "  " + alarm.account() + "  " + would
                        + (alarm.refused() ? "refused: " : "flagged: ") + alarm.reason()));
    }
}
