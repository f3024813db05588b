package org.sekimori.lab.backtest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.backtest.BacktestReport.AccountRow;
import org.sekimori.lab.backtest.BacktestReport.Change;
import org.sekimori.lab.backtest.BacktestReport.Example;
import org.sekimori.lab.backtest.BacktestReport.FlagRow;
import org.sekimori.lab.backtest.BacktestReport.GroupRow;
import org.sekimori.lab.backtest.BacktestReport.RuleRow;
import org.sekimori.text.CountPhrase;

/** Renders a report for a terminal, at most 160 columns wide. Of long lists the beginning; the JSON has all. */
public final class BacktestTextRenderer {

    private static final int ROWS = 20;
    private static final String GROUPS = "  %-28s %10s %10s %10s %10s %10s %10s %10s %10s";

    private final BacktestReport report;
    private final StringBuilder out = new StringBuilder();

    private BacktestTextRenderer(BacktestReport report) {
        this.report = report;
    }

    /** The text, with line feeds. */
    public static String of(BacktestReport report) {
        BacktestTextRenderer text = new BacktestTextRenderer(report);
        text.head();
        text.reproduction();
        text.totals();
        text.rules();
        text.groups("By country", "country", report.countries());
        text.groups("By domain", "domain", report.domains());
        boolean compared = report.setup().compared();
        text.accounts(compared ? "Newly refused" : "Refused", report.newlyRefused());
        text.accounts("No longer refused", report.noLongerRefused());
        text.flags(compared ? "Newly flagged" : "Flagged", report.newlyFlagged());
        text.flags("No longer flagged", report.noLongerFlagged());
        text.examples();
        return text.out.toString();
    }

    private void head() {
        BacktestReport.Setup setup = report.setup();
        line("%s", setup.command());
        line("Replayed %s, starting from %s.", setup.recording(), setup.start());
        line(
                "%s of %s; submissions counted from %s to %s.",
                CountPhrase.of(setup.entries(), "entry"),
                CountPhrase.of(setup.accounts(), "account"),
                time(setup.first()),
                time(setup.last()));
        if (setup.unusable() > 0) {
            line("Left out: %s that could not be used.", CountPhrase.of(setup.unusable(), "line"));
        }
        if (setup.failed() > 0) {
            line("Left out, as the service does: %s that failed.", CountPhrase.of(setup.failed(), "step"));
        }
        line("Candidate %s, baseline %s.", setup.candidate(), setup.baseline());
        if (!setup.compared()) {
            line("Without a baseline all that the candidate refuses or flags counts as new.");
        }
        for (RuleRow row : report.rules()) {
            if (row.rule().endsWith(AccountComparison.FAILED)) {
                line("WARNING: a rule of the candidate failed while it ran, %s.", row.rule());
            }
        }
        line("Recorded traffic does not react: who would have been refused may have tried otherwise.");
    }

    private void reproduction() {
        ReproductionResult found = report.reproduction();
        if (found == null) {
            return;
        }
        title("The recorded decisions, made again");
        line(
                "  %,d of %,d are the same, byte for byte.",
                found.reproduced(), found.reproduced() + found.differing() + found.missing());
        counted(found.differing(), "differ");
        counted(found.missing(), "are on the log and were not made again");
        counted(found.older(), "cannot be made again: they are older than the log");
        counted(found.later(), "were made while the log was being read");
        counted(found.unrecorded(), "were made again and are not, or not yet, on the log");
        if (!found.examples().isEmpty()) {
            line("  The first: %s; './sekimori why ID' shows one.", String.join(" ", found.examples()));
        }
    }

    private void counted(long count, String words) {
        if (count > 0) {
            line("  %,d %s.", count, words);
        }
    }

    private void totals() {
        BacktestReport.Totals totals = report.totals();
        title("In all");
        line("  %-28s %12s %12s %12s %12s", "", "baseline", "candidate", "newly", "no longer");
        total(
                "messages accepted",
                totals.baseline().accepted(),
                totals.candidate().accepted());
        if (totals.baseline().quarantined() + totals.candidate().quarantined() > 0) {
            total(
                    "messages quarantined",
                    totals.baseline().quarantined(),
                    totals.candidate().quarantined());
        }
        total(
                "messages deferred",
                totals.baseline().deferred(),
                totals.candidate().deferred());
        total(
                "messages rejected",
                totals.baseline().rejected(),
                totals.candidate().rejected());
        if (totals.baseline().observed() + totals.candidate().observed() > 0) {
            total(
                    "only observed, else refused",
                    totals.baseline().observed(),
                    totals.candidate().observed());
        }
        total(
                "messages refused",
                totals.baseline().refused(),
                totals.candidate().refused(),
                totals.messagesNewlyRefused(),
                totals.messagesNoLongerRefused());
        total(
                "accounts refused",
                totals.accountsRefusedBaseline(),
                totals.accountsRefusedCandidate(),
                totals.accountsNewlyRefused(),
                totals.accountsNoLongerRefused());
        total(
                "accounts flagged",
                totals.accountsFlaggedBaseline(),
                totals.accountsFlaggedCandidate(),
                totals.accountsNewlyFlagged(),
                totals.accountsNoLongerFlagged());
    }

    private void total(String name, long baseline, long candidate) {
        line("  %-28s %12s %12s", name, baseline(baseline), number(candidate));
    }

    private void total(String name, long baseline, long candidate, long newly, long noLonger) {
        line(
                "  %-28s %12s %12s %12s %12s",
                name, baseline(baseline), number(candidate), number(newly), number(noLonger));
    }

    private String baseline(long count) {
        return report.setup().compared() ? number(count) : "-";
    }

    private void rules() {
        title("By rule");
        heads("rule");
        for (RuleRow row : report.rules()) {
            group(row.rule(), row.refused(), row.flagged());
            if (row.rule().endsWith(AccountComparison.FAILED)) {
                line(
                        "  %-28s while it ran, on %s of %s: what it would have said there is not known",
                        "",
                        CountPhrase.of(row.shadowMessages(), "message"),
                        CountPhrase.of(row.shadowAccounts(), "account"));
            } else if (row.shadowMessages() > 0) {
                line(
                        "  %-28s would have acted on %s of %s, were it not in shadow mode",
                        "",
                        CountPhrase.of(row.shadowMessages(), "message"),
                        CountPhrase.of(row.shadowAccounts(), "account"));
            }
        }
    }

    private void groups(String title, String what, List<GroupRow> rows) {
        title(title);
        heads(what);
        rows.stream()
                .sorted(GroupRow.MOST_CHANGED_FIRST)
                .limit(ROWS)
                .forEach(row -> group(row.name().isEmpty() ? "(none)" : row.name(), row.refused(), row.flagged()));
        rest(rows.size());
    }

    private void heads(String what) {
        line("  %-28s %43s %43s", "", "messages refused", "accounts flagged");
        line(
                GROUPS,
                what,
                "baseline",
                "candidate",
                "newly",
                "no longer",
                "baseline",
                "candidate",
                "newly",
                "no longer");
    }

    private void group(String name, Change refused, Change flagged) {
        line(
                GROUPS,
                plain(name),
                baseline(refused.baseline()),
                number(refused.candidate()),
                number(refused.newly()),
                number(refused.noLonger()),
                baseline(flagged.baseline()),
                number(flagged.candidate()),
                number(flagged.newly()),
                number(flagged.noLonger()));
    }

    private void accounts(String title, List<AccountRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        title(title);
        line("  %-36s %8s %9s  %-20s  %-16s %s", "account", "messages", "otherwise", "first", "from", "by");
        for (AccountRow row : rows.subList(0, Math.min(ROWS, rows.size()))) {
            line(
                    "  %-36s %8s %9s  %-20s  %-16s %s",
                    plain(row.account()),
                    number(row.messages()),
                    number(row.otherwise()),
                    time(row.first()),
                    String.join(" ", row.places().keySet()),
                    String.join(", ", row.rules().keySet()));
        }
        rest(rows.size());
        line("  Otherwise: messages of the account that the other rulebook refuses.");
    }

    private void flags(String title, List<FlagRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        title(title);
        line("  %-36s  %s", "account", "by, first");
        for (FlagRow row : rows.subList(0, Math.min(ROWS, rows.size()))) {
            String rules = row.rules().entrySet().stream()
                    .map(one -> one.getKey() + " " + time(one.getValue()))
                    .collect(Collectors.joining(", "));
            line(
                    "  %-36s  %s%s",
                    plain(row.account()), rules, row.otherwise() ? " (the other flags it for another rule)" : "");
        }
        rest(rows.size());
    }

    private void examples() {
        if (report.examples().isEmpty()) {
            return;
        }
        title("Examples explained");
        line("  The first message at which the candidate refused or flagged an account and the baseline had not.");
        for (Example example : report.examples()) {
            line("");
            line(
                    "  %s  %s by %s  %s  from %s%s, %s, %s",
                    plain(example.account()),
                    example.what(),
                    example.rule(),
                    time(example.time()),
                    example.place(),
                    example.network() == null ? "" : " " + example.network(),
                    CountPhrase.of(example.recipients(), "recipient"),
                    CountPhrase.of(example.size(), "octet"));
            line("    %s", plain(example.reason()));
            Map<String, Object> evidence = example.evidence();
            if (!evidence.isEmpty()) {
                line("    %s", plain(ExampleExplainer.evidence(evidence)));
            }
            for (BacktestReport.Condition condition : example.conditions()) {
                String values = String.join("; ", condition.values());
                line(
                        "    %s  %s%s",
                        condition.held() ? "yes" : "no ",
                        condition.text(),
                        values.isEmpty() ? "" : "    [" + plain(values) + "]");
            }
        }
    }

    private void rest(int rows) {
        if (rows > ROWS) {
            line("  ... and %,d more, which the JSON has", rows - ROWS);
        }
    }

    /** To the second, in UTC. */
    static String time(@Nullable Instant time) {
        return time == null ? "-" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** With commas between thousands. */
    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Replaces control characters by question marks: names come from mail. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }

    private void title(String text) {
        line("");
        line("%s", text);
        line("%s", "-".repeat(text.length()));
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
