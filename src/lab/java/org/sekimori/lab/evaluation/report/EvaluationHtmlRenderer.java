package org.sekimori.lab.evaluation.report;

import java.util.Locale;
import org.sekimori.lab.evaluation.report.EvaluationReport.GoalRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.QuarantineRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.Setup;
import org.sekimori.lab.evaluation.report.EvaluationReport.WorldRow;
import org.sekimori.lab.report.ReportStyleSheet;
import org.sekimori.text.HtmlWriter;

/**
 * Renders a report as one page: weaknesses and missed goals first, then curves, classes, baselines and sweeps. No script, no
 * external content; the same report gives the same page, byte for byte.
 */
public final class EvaluationHtmlRenderer {

    private static final int COMMIT_DIGITS = 12;

    private final EvaluationReport report;
    private final HtmlWriter out = new HtmlWriter();
    private final WorldPanels panels;
    private final PerWorldTables tables;

    private EvaluationHtmlRenderer(EvaluationReport report) {
        this.report = report;
        this.panels = new WorldPanels(out, report.worlds());
        this.tables = new PerWorldTables(out, report.worlds());
    }

    /** The page, with line feeds. */
    public static String of(EvaluationReport report) {
        EvaluationHtmlRenderer page = new EvaluationHtmlRenderer(report);
        page.out.doctype();
        page.out.element("html", page::document, "lang", "en");
        return page.out.toString();
    }

    private void document() {
        String title = "How well the rulebook detects";
        out.element("head", () -> {
            out.empty("meta", "charset", "utf-8");
            out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
            out.element("title", title + ": " + report.setup().rulebook());
            out.style(ReportStyleSheet.text());
        });
        out.element("body", () -> {
            out.element("header", () -> {
                out.element("h1", title);
                setup(report.setup());
                navigation();
            });
            out.element("main", this::sections);
        });
    }

    private void setup(Setup setup) {
        String commit = setup.frozenCommit();
        String known = commit.substring(0, Math.min(COMMIT_DIGITS, commit.length()));
        out.element(
                "p",
                String.format(
                        Locale.ROOT,
                        "Rulebook %s, %s. Played on worlds of %,d invented accounts and %d days, of which the last %d are scored;"
                                + " seeds: %d of the simulator, %d of the judge.",
                        setup.rulebook(),
                        setup.frozen() ? "frozen by commit " + known : "not the one that commit " + known + " froze",
                        setup.accounts(),
                        setup.days(),
                        setup.days() - setup.warmUpDays(),
                        setup.simulatorSeeds().size(),
                        setup.judgeSeeds().size()));
        out.element("p", () -> out.text("Made by ").inline("code", setup.command()));
    }

    private void navigation() {
        out.element(
                "nav",
                () -> out.element("ul", () -> {
                    link("weaknesses", "Weaknesses");
                    link("goals", "Goals");
                    link("thieves", "What thieves get out");
                    link("honest", "What honest customers feel");
                    link("beside", "Beside simpler ways");
                    link("assumptions", "What hangs on assumptions");
                    link("reading", "Words, and how sure this is");
                }),
                "aria-label",
                "Parts of this page");
    }

    private void link(String id, String text) {
        out.element("li", () -> out.inline("a", text, "href", "#" + id));
    }

    private void sections() {
        section("weaknesses", "Weaknesses", this::weaknesses);
        section("goals", "Goals", this::goals);
        section("thieves", "What thieves get out", () -> {
            new PerClassFigures(panels).attacks();
            new TimeToFlagFigures(panels).draw();
            tables.attacks();
        });
        section("honest", "What honest customers feel", () -> {
            new PerClassFigures(panels).honest();
            tables.honest();
            tables.rules();
            report.worlds().forEach(this::quarantine);
        });
        section("beside", "Beside simpler ways", () -> {
            new BaselineComparisonFigures(panels).draw();
            tables.detectors();
        });
        section("assumptions", "What hangs on assumptions", this::assumptions);
        section("reading", "Words, and how sure this is", new ReadingGuide(out, report.worlds())::write);
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

    private void weaknesses() {
        if (report.weaknesses().isEmpty()) {
            out.element("p", "None were found.", "class", "none");
            return;
        }
        out.element(
                "ul",
                () -> report.weaknesses().forEach(weakness -> out.element("li", () -> sentence(weakness))),
                "class",
                "weaknesses");
    }

    /** Text between backticks is a command. */
    private void sentence(String text) {
        String[] parts = text.split("`", -1);
        boolean paired = parts.length % 2 == 1;
        for (int i = 0; i < parts.length; i++) {
            if (paired && i % 2 == 1) {
                out.inline("code", parts[i]);
            } else {
                out.text(paired || i == 0 ? parts[i] : "`" + parts[i]);
            }
        }
    }

    private void quarantine(WorldRow world) {
        QuarantineRow row = world.quarantine();
        if (row != null) {
            out.element("p", world.world() + ": " + EvaluationTextRenderer.sentence(row));
        }
    }

    private void goals() {
        long met = report.goals().stream().filter(GoalRow::met).count();
        out.element(
                "p",
                met + " of " + report.goals().size()
                        + " goals are met. A goal is met when it is reached in every world; shares are between 0 and 1. A question mark: the interval of the figure holds the bound, and another"
                        + " seed may say otherwise.");
        new GoalAndSweepTables(out, report).goals();
    }

    private void assumptions() {
        if (report.sweeps().isEmpty()) {
            out.element("p", "No other assumptions were played.", "class", "none");
            return;
        }
        out.element(
                "p",
                "Nobody knows how often customers travel, change networks or use a VPN, nor how many thieves sit in the customer's"
                        + " own country. Here each of these is made smaller and larger. Where the marks stay level, the figure does"
                        + " not hang on the assumption; where they climb or fall, check it against your own log. × 1 is the whole"
                        + " evaluation, the others are played on two worlds at most, so small steps are chance; the upright lines"
                        + " are intervals of 95 %. All figures of a column share a scale.");
        new SweepFigures(out, report).draw();
        new GoalAndSweepTables(out, report).sweeps();
    }
}
