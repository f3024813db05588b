package org.sekimori.lab.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sekimori.lab.evaluation.HonestAccountCounts.Impact;
import org.sekimori.lab.evaluation.detectors.DetectorCatalog;
import org.sekimori.lab.evaluation.report.EvaluationReport.Curves;
import org.sekimori.lab.evaluation.report.EvaluationReport.Line;
import org.sekimori.lab.evaluation.report.FlagPrecision;
import org.sekimori.lab.report.Estimate;
import org.sekimori.lab.report.PlotPoint;

/** Builds a report's curves from scores. */
public final class EvaluationCurveBuilder {

    private static final double[] MINUTES = {
        0.5, 1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 7200, 10_080, 14_400, 20_160
    };
    private static final int[] MESSAGES = {
        0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 200, 300, 500, 1000, 2000, 5000
    };
    private static final double[] BASE_RATES = {0.05, 0.09, 0.2, 0.5, 1, 1.7, 3, 5, 10};
    private static final double SECONDS_OF_A_MINUTE = 60;

    private EvaluationCurveBuilder() {}

    public static Curves of(Map<String, DetectorScores> byDetector) {
        DetectorScores rulebook = tally(byDetector, DetectorCatalog.RULEBOOK);
        List<Line> times = new ArrayList<>();
        List<Line> messages = new ArrayList<>();
        for (AttackTempo tempo : AttackTempo.values()) {
            List<AttackOutcome> attacks = EvaluationRowBuilder.of(rulebook.attacks(), tempo);
            times.add(new Line(tempo.word(), times(attacks)));
            messages.add(new Line(tempo.word(), messages(attacks)));
        }
        List<Line> precision = new ArrayList<>();
        byDetector.forEach((name, tally) -> precision.add(new Line(name, precision(tally))));
        return new Curves(times, messages, limits(byDetector), precision);
    }

    private static List<PlotPoint> times(List<AttackOutcome> attacks) {
        List<PlotPoint> points = new ArrayList<>();
        for (double minutes : MINUTES) {
            points.add(point(
                    minutes,
                    attacks,
                    attack -> attack.flagged() && attack.secondsToFlag() <= minutes * SECONDS_OF_A_MINUTE));
        }
        return points;
    }

    private static List<PlotPoint> messages(List<AttackOutcome> attacks) {
        List<PlotPoint> points = new ArrayList<>();
        for (int most : MESSAGES) {
            points.add(point(most, attacks, attack -> attack.messagesUntilFlag() <= most));
        }
        return points;
    }

    private static PlotPoint point(
            double x, List<AttackOutcome> attacks, java.util.function.Predicate<AttackOutcome> which) {
        return new PlotPoint(x, EvaluationRowBuilder.share(attacks, which).value(), "");
    }

    private static List<Line> limits(Map<String, DetectorScores> byDetector) {
        List<PlotPoint> curve = new ArrayList<>();
        for (int limit : DetectorCatalog.LIMITS) {
            DetectorScores tally = byDetector.get(DetectorCatalog.limit(limit));
            if (tally != null) {
                curve.add(operatingPoint(Integer.toString(limit), tally));
            }
        }
        DetectorScores rulebook = tally(byDetector, DetectorCatalog.RULEBOOK);
        return List.of(
                new Line("recipients/h", curve),
                new Line(DetectorCatalog.RULEBOOK, List.of(operatingPoint(DetectorCatalog.RULEBOOK, rulebook))));
    }

    private static PlotPoint operatingPoint(String label, DetectorScores tally) {
        return new PlotPoint(
                tally.honestCounts().per10000(Impact.FLAGGED).value(),
                EvaluationRowBuilder.share(tally.attacks(), EvaluationRowBuilder::caught)
                        .value(),
                label);
    }

    private static List<PlotPoint> precision(DetectorScores tally) {
        double flagged = EvaluationRowBuilder.share(tally.attacks(), AttackOutcome::flagged)
                .value();
        double falseFlags = tally.honestCounts().per10000(Impact.FLAGGED).value();
        List<PlotPoint> points = new ArrayList<>();
        for (double rate : BASE_RATES) {
            points.add(new PlotPoint(rate, Estimate.round(FlagPrecision.of(rate, flagged, falseFlags)), ""));
        }
        return points;
    }

    private static DetectorScores tally(Map<String, DetectorScores> byDetector, String name) {
        DetectorScores found = byDetector.get(name);
        if (found == null) {
            throw new IllegalStateException("nothing was tallied for " + name);
        }
        return found;
    }
}
