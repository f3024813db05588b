package org.sekimori.lab.backtest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.sekimori.lab.backtest.BacktestReport.Example;
import org.sekimori.lab.report.ReportStyleSheet;
import org.sekimori.text.HtmlWriter;

/**
 * Renders a report as a page: the differences by day, rule, country, domain and account. No script, nothing from elsewhere, and a
 * policy that forbids both, since names in it come from mail. The same report is the same page, byte for byte.
 */
public final class BacktestHtmlRenderer {

    private final BacktestReport report;
    private final HtmlWriter out = new HtmlWriter();

    private BacktestHtmlRenderer(BacktestReport report) {
        this.report = report;
    }

    /** The page, with line feeds. */
    public static String of(BacktestReport report) {
        BacktestHtmlRenderer page = new BacktestHtmlRenderer(report);
        page.out.doctype();
        page.out.element("html", page::document, "lang", "en");
        return page.out.toString();
    }

    private void document() {
        String style = ReportStyleSheet.text();
        out.element("head", () -> {
            out.empty("meta", "charset", "utf-8");
            out.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy(style));
            out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
            out.element("title", "Backtest of " + report.setup().candidate());
            out.style(style);
        });
        out.element("body", () -> {
            out.element("header", this::head);
            out.element("main", this::sections);
        });
    }

    /** Content-Security-Policy: only this page's own style sheet, by its hash (CSP 3, 8.3). */
    private static String policy(String style) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return "default-src 'none'; style-src 'sha256-"
                    + Base64.getEncoder().encodeToString(hash) + "'; base-uri 'none'; form-action 'none'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void head() {
        BacktestReport.Setup setup = report.setup();
        out.element("h1", "What another rulebook would have done");
        out.element(
                "p",
                "Candidate " + setup.candidate() + ", baseline " + setup.baseline() + ". Replayed: " + setup.recording()
                        + ", starting from " + setup.start() + "; "
                        + BacktestTextRenderer.number(setup.entries()) + " entries of "
                        + BacktestTextRenderer.number(setup.accounts())
                        + " accounts, submissions counted from " + BacktestTextRenderer.time(setup.first()) + " to "
                        + BacktestTextRenderer.time(setup.last()) + ".");
        if (setup.unusable() > 0) {
            out.element(
                    "p", BacktestTextRenderer.number(setup.unusable()) + " lines could not be used and are left out.");
        }
        if (setup.failed() > 0) {
            out.element("p", BacktestTextRenderer.number(setup.failed()) + " steps failed and are left out.");
        }
        if (!setup.compared()) {
            out.element("p", "Without a baseline all that the candidate refuses or flags counts as new.");
        }
        out.element(
                "p",
                "Recorded traffic does not react: who would have been refused may have tried otherwise, and mail that was"
                        + " refused then has no outcome and no bounce.");
        out.element("p", () -> out.text("Made by ").inline("code", setup.command()));
    }

    private void sections() {
        BacktestTables tables = new BacktestTables(out, report);
        section("all", "In all", () -> {
            reproduction();
            tables.totals();
        });
        section("days", "By day", new DailyFigures(out, report)::draw);
        section("rules", "By rule", () -> {
            new RuleChangeFigure(out, report).draw();
            tables.rules();
        });
        section("places", "By country and domain", () -> {
            tables.groups("By country", report.countries());
            tables.groups("By domain", report.domains());
        });
        section("accounts", "Accounts", tables::accounts);
        section("examples", "Examples explained", this::examples);
    }

    private void section(String id, String title, Runnable content) {
        out.element(
                "section",
                () -> {
                    out.element("h2", title, "id", id);
                    content.run();
                },
                "aria-labelledby",
                id);
    }

    private void reproduction() {
        ReproductionResult found = report.reproduction();
        if (found == null) {
            return;
        }
        long all = found.reproduced() + found.differing() + found.missing();
        out.element(
                "p",
                "Of the recorded decisions " + BacktestTextRenderer.number(found.reproduced()) + " of "
                        + BacktestTextRenderer.number(all)
                        + " came out again, byte for byte; " + BacktestTextRenderer.number(found.differing())
                        + " differ, "
                        + BacktestTextRenderer.number(found.missing()) + " were not made again, "
                        + BacktestTextRenderer.number(found.older()) + " are older than the log.",
                "class",
                found.exact() ? "met" : "missed");
    }

    private void examples() {
        if (report.examples().isEmpty()) {
            out.element("p", "No account was newly refused or flagged.", "class", "none");
            return;
        }
        out.element(
                "p",
                "The first message at which the candidate refused or flagged an account and the baseline had not.");
        report.examples().forEach(this::example);
    }

    private void example(Example example) {
        out.element("h3", example.account() + ": " + example.what() + " by " + example.rule());
        out.element(
                "p",
                BacktestTextRenderer.time(example.time()) + ", from " + example.place()
                        + (example.network() == null ? "" : ", network " + example.network()) + ", "
                        + BacktestTextRenderer.number(example.recipients()) + " recipients, "
                        + BacktestTextRenderer.number(example.size()) + " octets: " + example.reason() + " ("
                        + ExampleExplainer.evidence(example.evidence()) + ").");
        out.element("ul", () -> example.conditions()
                .forEach(condition -> out.element("li", () -> {
                    out.text(condition.held() ? "held: " : "did not hold: ").inline("code", condition.text());
                    if (!condition.values().isEmpty()) {
                        out.text(" [" + String.join("; ", condition.values()) + "]");
                    }
                })));
    }
}
