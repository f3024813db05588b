package org.sekimori.lab.backtest;

/** A report as one page for people. */
public final class ReportHtml {

    private ReportHtml() {}

    /** The page, with line feeds. */
    public static String of(Report report) {
        return ReportText.of(report);
    }
}
