package org.sekimori.lab.evaluation.report;

import java.util.List;
import java.util.Map;
import org.sekimori.lab.evaluation.report.EvaluationReport.WorldRow;
import org.sekimori.text.HtmlWriter;

/**
 * Figures with a panel for each world, all on the same scales.
 *
 * @param out the page
 * @param worlds in the report's order
 */
record WorldPanels(HtmlWriter out, List<WorldRow> worlds) {

    /** Width of a panel; its text is readable on a telephone at this width and beside another on a screen. */
    static final double WIDTH = 480;

    static final double LEFT = 48;
    static final double TOP = 34;

    /** Space below an axis for its labels and title. */
    static final double FOOT = 44;

    private static final Map<String, String> TEMPOS = Map.of("fast", "s1", "slow", "s2 dash", "quiet", "s3 dots");

    /** Draws one world's panel. */
    interface Panel {
        void draw(WorldRow world, String id);
    }

    /** How a tempo's line looks in every figure. */
    static String style(String tempo) {
        return TEMPOS.getOrDefault(tempo, "s4");
    }

    /**
     * A figure.
     *
     * @param id unique on the page
     * @param says description of the axes and of what to look for
     */
    void figure(String id, String title, String says, Panel panel) {
        out.element(
                "figure",
                () -> {
                    out.element("figcaption", () -> {
                        out.element("h3", title);
                        out.element("p", says);
                    });
                    out.element("div", () -> panels(id, panel), "class", "panels");
                },
                "id",
                id);
    }

    private void panels(String id, Panel panel) {
        for (int i = 0; i < worlds.size(); i++) {
            WorldRow world = worlds.get(i);
            String panelId = id + "-" + i;
            out.element(
                    "div",
                    () -> {
                        out.element("h4", "The " + world.world());
                        panel.draw(world, panelId);
                    },
                    "class",
                    "panel");
        }
    }
}
