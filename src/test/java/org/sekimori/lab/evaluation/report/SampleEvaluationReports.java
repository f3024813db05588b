package org.sekimori.lab.evaluation.report;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.sekimori.lab.evaluation.DetectorScores;
import org.sekimori.lab.evaluation.EvaluationCurveBuilder;
import org.sekimori.lab.evaluation.EvaluationRowBuilder;
import org.sekimori.lab.evaluation.detectors.DetectorCatalog;
import org.sekimori.lab.evaluation.report.EvaluationReport.AttackRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.Curves;
import org.sekimori.lab.evaluation.report.EvaluationReport.DetectorRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.GoalRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.HonestRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.Line;
import org.sekimori.lab.evaluation.report.EvaluationReport.RuleRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.Setup;
import org.sekimori.lab.evaluation.report.EvaluationReport.SweepRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.WorldRow;
import org.sekimori.lab.report.Estimate;
import org.sekimori.lab.report.PlotPoint;

/** Reports with made-up figures. */
final class SampleEvaluationReports {

    private SampleEvaluationReports() {}

    /** Two worlds with everything that a report may hold, and texts that would be markup if nobody escaped them. */
    static EvaluationReport full() {
        return new EvaluationReport(
                setup("./sekimori evaluate --rules '<script>alert(1)</script>' & \"more\" \u0001"),
                List.of(
                        "judge: of 'a < b & c' 3 % are caught.",
                        "Compare with `sekimori lab compare`.", "A lone ` stays."),
                List.of(
                        new GoalRow("fast attacks caught", "at least 0.99", List.of(0.995, 0.97), false, true),
                        new GoalRow("false flags in 10,000 account-days", "at most 1", List.of(0.5, 0.9), true, false)),
                List.of(world("simulator", 1), world("judge", 0.8)),
                Stream.of("simulator", "judge")
                        .flatMap(SampleEvaluationReports::sweeps)
                        .toList());
    }

    /** What an evaluation of nothing would be: no account, no attack, no sweep. */
    static EvaluationReport empty() {
        Map<String, DetectorScores> nothing = Map.of(DetectorCatalog.RULEBOOK, new DetectorScores());
        DetectorScores tally = new DetectorScores();
        WorldRow world = new WorldRow(
                "simulator",
                List.of(EvaluationRowBuilder.attacks("all fast", "fast", List.of())),
                List.of(EvaluationRowBuilder.honest("all", tally.honestCounts())),
                List.of(),
                List.of(EvaluationRowBuilder.detector(DetectorCatalog.RULEBOOK, tally)),
                EvaluationCurveBuilder.of(nothing),
                null);
        return new EvaluationReport(setup("./sekimori evaluate"), List.of(), List.of(), List.of(world), List.of());
    }

    private static Setup setup(String command) {
        return new Setup(command, "0123456789abcdef", "1e6c0b2", true, 2000, 120, 60, List.of(1L), List.of(7L));
    }

    private static WorldRow world(String name, double factor) {
        return new WorldRow(
                name,
                List.of(
                        attack(name + "-burst", "fast", 0.9 * factor),
                        attack(name + "-drip", "slow", 0.4 * factor),
                        attack("all fast", "fast", 0.9 * factor),
                        attack("all slow", "slow", 0.4 * factor)),
                List.of(
                        honest(name + "-private", 0),
                        honest(name + "-newsletter", 500 * factor),
                        honest("all", 2 * factor)),
                List.of(new RuleRow("sudden-spike", 1.5, 0, 0.25, 19)),
                List.of(detector(DetectorCatalog.RULEBOOK, 0.8 * factor, 2), detector("country only", 0.3, 0)),
                curves(factor),
                null);
    }

    private static Curves curves(double factor) {
        return new Curves(
                List.of(line("fast", factor, 0.5, 60, 20_160), line("slow", factor / 2, 0.5, 60, 20_160)),
                List.of(line("fast", factor, 0, 10, 5000)),
                List.of(
                        new Line("recipients/h", List.of(new PlotPoint(40, 0.9, "15"), new PlotPoint(0, 0.2, "1000"))),
                        new Line(
                                DetectorCatalog.RULEBOOK,
                                List.of(new PlotPoint(2, 0.8 * factor, DetectorCatalog.RULEBOOK)))),
                List.of(line(DetectorCatalog.RULEBOOK, factor, 0.05, 1, 10), line("country only", 0, 0.05, 1, 10)));
    }

    private static Line line(String name, double factor, double... x) {
        return new Line(
                name,
                DoubleStream.of(x)
                        .mapToObj(at -> new PlotPoint(at, factor * at / (at + 10), ""))
                        .toList());
    }

    private static AttackRow attack(String name, String tempo, double share) {
        Estimate caught = around(share);
        Estimate some = new Estimate(12, 3, 40);
        return new AttackRow(
                name, tempo, 20, caught, around(share / 2), some, some, some, some, some, some, some, some, 0.5, 0.1);
    }

    private static HonestRow honest(String name, double flags) {
        return new HonestRow(
                name,
                100,
                6000,
                new Estimate(flags, flags / 2, flags + 4),
                new Estimate(0, 0, 3),
                new Estimate(7, 5, 9));
    }

    private static DetectorRow detector(String name, double caught, double flags) {
        Estimate figure = new Estimate(flags, flags / 2, flags * 2);
        return new DetectorRow(
                name, around(caught), 0.9, 0.5, 0.2, 3, 70, figure, figure, 12, around(0.3), around(0.02), 10 * flags);
    }

    private static Stream<SweepRow> sweeps(String world) {
        return Stream.of(sweep(world, "travel", 0.3), sweep(world, "travel", 3), sweep(world, "no ASN database", 1));
    }

    private static SweepRow sweep(String world, String assumption, double factor) {
        Estimate figure = new Estimate(2 * factor, factor, 4 * factor);
        return new SweepRow(world, assumption, factor, around(0.7), figure, figure, figure, 3);
    }

    private static Estimate around(double share) {
        return new Estimate(share, share * 0.9, Math.min(1, share * 1.1));
    }
}
