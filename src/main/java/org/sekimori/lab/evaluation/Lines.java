package org.sekimori.lab.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sekimori.lab.evaluation.HonestTally.Felt;
import org.sekimori.lab.evaluation.Report.Curves;
import org.sekimori.lab.evaluation.Report.Line;
import org.sekimori.lab.report.Estimate;
import org.sekimori.lab.report.Point;

/** Makes a report's curves of tallies. */
final class Lines {

    private static final double[] MINUTES = {
        0.5, 1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 7200, 10_080, 14_400, 20_160
    };
    private static final int[] MESSAGES = {
        0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 200, 300, 500, 1000, 2000, 5000
    };
    private static final double[] BASE_RATES = {0.05, 0.09, 0.2, 0.5, 1, 1.7, 3, 5, 10};
    private static final double SECONDS_OF_A_MINUTE = 60;

    private Lines() {}

    static Curves of(Map<String, Tally> byDetector) {
        Tally rulebook = tally(byDetector, Detectors.RULEBOOK);
        List<Line> times = new ArrayList<>();
        List<Line> messages = new ArrayList<>();
        for (Tempo tempo : Tempo.values()) {
            List<AttackOutcome> attacks = Rows.of(rulebook.attacks(), tempo);
            times.add(new Line(tempo.word(), times(attacks)));
            messages.add(new Line(tempo.word(), messages(attacks)));
        }
        List<Line> precision = new ArrayList<>();
        byDetector.forEach((name, tally) -> precision.add(new Line(name, precision(tally))));
        return new Curves(times, messages, limits(byDetector), precision);
    }

    private static List<Point> times(List<AttackOutcome> attacks) {
        List<Point> points = new ArrayList<>();
        for (double minutes : MINUTES) {
            points.add(point(
                    minutes,
                    attacks,
                    attack -> attack.flagged() && attack.secondsToFlag() <= minutes * SECONDS_OF_A_MINUTE));
        }
        return points;
    }

    private static List<Point> messages(List<AttackOutcome> attacks) {
        List<Point> points = new ArrayList<>();
        for (int most : MESSAGES) {
            points.add(point(most, attacks, attack -> attack.messagesUntilFlag() <= most));
        }
        return points;
    }

    private static Point point(
            double x, List<AttackOutcome> attacks, java.util.function.Predicate<AttackOutcome> which) {
        return new Point(x, Rows.share(attacks, which).value(), "");
    }

    private static List<Line> limits(Map<String, Tally> byDetector) {
        List<Point> curve = new ArrayList<>();
        for (int limit : Detectors.LIMITS) {
            Tally tally = byDetector.get(Detectors.limit(limit));
            if (tally != null) {
                curve.add(operatingPoint(Integer.toString(limit), tally));
            }
        }
        Tally rulebook = tally(byDetector, Detectors.RULEBOOK);
        return List.of(
                new Line("recipients/h", curve),
                new Line(Detectors.RULEBOOK, List.of(operatingPoint(Detectors.RULEBOOK, rulebook))));
    }

    private static Point operatingPoint(String label, Tally tally) {
        return new Point(
                tally.honest().per10000(Felt.FLAGGED).value(),
                Rows.share(tally.attacks(), Rows::caught).value(),
                label);
    }

    private static List<Point> precision(Tally tally) {
        double flagged = Rows.share(tally.attacks(), AttackOutcome::flagged).value();
        double falseFlags = tally.honest().per10000(Felt.FLAGGED).value();
        List<Point> points = new ArrayList<>();
        for (double rate : BASE_RATES) {
            points.add(new Point(rate, Estimate.round(Precision.of(rate, flagged, falseFlags)), ""));
        }
        return points;
    }

    private static Tally tally(Map<String, Tally> byDetector, String name) {
        Tally found = byDetector.get(name);
        if (found == null) {
            throw new IllegalStateException("nothing was tallied for " + name);
        }
        return found;
    }
}
