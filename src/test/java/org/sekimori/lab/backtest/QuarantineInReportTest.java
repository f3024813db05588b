package org.sekimori.lab.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.backtest.BacktestReport.Setup;
import org.sekimori.lab.backtest.BacktestReport.Totals;
import org.sekimori.lab.backtest.BacktestReport.Verdicts;

/** Quarantined messages have a line of their own, and reports without any are as they were. */
class QuarantineInReportTest {

    private static BacktestReport report(long quarantined) {
        return new BacktestReport(
                new Setup("backtest", "a file", "in force", "empty", "77aa", true, 10, 0, 0, 1, null, null),
                new Totals(
                        new Verdicts(8, 1, 1, 0, 0),
                        new Verdicts(8, 1, 1, 0, quarantined),
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    @Test
    void theyAreNeitherAcceptedNorRefused() {
        assertThat(BacktestTextRenderer.of(report(7)))
                .containsPattern("messages quarantined +0 +7\n")
                .containsPattern("messages accepted +8 +8\n")
                .containsPattern("messages refused +2 +2 ");
        assertThat(BacktestHtmlRenderer.of(report(7))).contains("messages quarantined");
        assertThat(BacktestJsonWriter.of(report(7))).contains("\"quarantined\" : 7");
    }

    @Test
    void withoutAnyNothingIsSaidOfThem() {
        assertThat(BacktestTextRenderer.of(report(0))).doesNotContain("quarantine");
        assertThat(BacktestHtmlRenderer.of(report(0))).doesNotContain("quarantine");
        assertThat(BacktestJsonWriter.of(report(0))).doesNotContain("quarantine");
    }
}
