package org.sekimori.lab.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sekimori.rules.evidence.StepTable;

/** What a fit reached, and what it changed, in words and tables. */
final class TraceText {

    private static final double[] RATES = {0.1, 0.2, 0.3, 0.5, 1, 2, 3, 5, 10};

    private TraceText() {}

    /** The first line of tables of figures. */
    static String head(String first) {
        return String.format(
                Locale.ROOT,
                "  %-28s %9s %9s %6s %6s %6s %8s %10s %10s %10s",
                first,
                "threshold",
                "fl./10k",
                "fast",
                "slow",
                "quiet",
                "flagged",
                "out fast",
                "out slow",
                "precision");
    }

    static String row(String name, double threshold, TraceFigures figures) {
        return String.format(
                Locale.ROOT,
                "  %-28s %9.2f %9.2f %6.3f %6.3f %6.3f %8.3f %10s %10s %10.2f",
                name,
                threshold,
                figures.falseFlags(),
                figures.fast(),
                figures.slow(),
                figures.quiet(),
                figures.flagged(),
                figures.outFastMedian() + "/" + figures.outFast95(),
                figures.outSlowMedian() + "/" + figures.outSlow95(),
                figures.precision());
    }

    /** Recall against false flags: the thresholds that so many honest account-days reach. */
    static List<String> curve(TraceSet traces, double[] scores) {
        List<String> lines = new ArrayList<>(List.of(head("flags wanted in 10,000")));
        double[] most = BandThresholds.dailyMaxima(traces, scores);
        for (double rate : RATES) {
            double threshold = BandThresholds.at(most, traces.accountDays(), rate);
            lines.add(row(Double.toString(rate), threshold, TraceFigures.of(traces, scores, threshold, threshold)));
        }
        return lines;
    }

    /** Weights of two models side by side, as far as they differ. */
    static List<String> weights(EvidenceModel before, EvidenceModel after) {
        List<String> lines = new ArrayList<>();
        SortedMap<String, StepTable> all = new TreeMap<>(before.tables());
        all.putAll(after.tables());
        for (String sign : all.keySet()) {
            StepTable was = before.tables().get(sign);
            StepTable is = after.tables().get(sign);
            if (is == null || was == null) {
                lines.add("  " + sign + (is == null ? ": gone" : ": new"));
            } else if (!was.equals(is)) {
                lines.add("  " + sign);
                lines.add("    was " + steps(was));
                lines.add("    is  " + steps(is));
            }
        }
        return lines;
    }

    private static String steps(StepTable table) {
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < table.weights().size(); i++) {
            steps.add((i == 0 ? "below" : edge(table.edges().get(i - 1))) + ": "
                    + String.format(Locale.ROOT, "%.2f", table.weights().get(i)));
        }
        return String.join(", ", steps);
    }

    private static String edge(double edge) {
        return edge == Math.rint(edge) ? Long.toString((long) edge) : Double.toString(edge);
    }

    /** A model with its threshold for flags. */
    record Operating(double[] scores, double flag, double quarantine) {}

    /** For whom decisions change: by class of attacks and of customers, gained and lost. */
    static List<String> changes(TraceSet traces, Operating before, Operating after) {
        Map<String, int[]> attacks = new TreeMap<>();
        for (AttackTrace attack : traces.attacks()) {
            count(attacks, attack.attackClass(), flagged(attack, before), flagged(attack, after));
        }
        Map<String, int[]> honest = new TreeMap<>();
        for (HonestTrace account : traces.honest()) {
            int[] row = honest.computeIfAbsent(account.honestClass(), name -> new int[4]);
            for (HonestTrace.Day day : account.active()) {
                boolean was = day.flagged() || reaches(day, before);
                boolean is = day.flagged() || reaches(day, after);
                row[0] += was ? 1 : 0;
                row[1] += is ? 1 : 0;
                row[2] += is && !was ? 1 : 0;
                row[3] += was && !is ? 1 : 0;
            }
        }
        List<String> lines = new ArrayList<>();
        table(lines, "attacks flagged", attacks);
        lines.add("");
        table(lines, "honest days flagged", honest);
        return lines;
    }

    /** On which honest days a flag would be raised, by class, and what the signs count on them in the mean, the largest first. */
    static List<String> falseFlags(TraceSet traces, EvidenceModel model, double flag) {
        double[] scores = model.scores(traces.table());
        List<StepTable> tables = new ArrayList<>(model.tables().values());
        Map<String, double[]> sums = new TreeMap<>();
        for (HonestTrace account : traces.honest()) {
            for (HonestTrace.Day day : account.active()) {
                int most = Arrays.stream(day.vectors())
                        .reduce((a, b) -> scores[b] > scores[a] ? b : a)
                        .orElseThrow();
                if (scores[most] >= flag) {
                    double[] sum = sums.computeIfAbsent(account.honestClass(), name -> new double[tables.size() + 1]);
                    byte[] steps = traces.table().steps(most);
                    for (int sign = 0; sign < steps.length; sign++) {
                        sum[sign] += steps[sign] == SignVector.ABSENT
                                ? 0
                                : tables.get(sign).weights().get(steps[sign]);
                    }
                    sum[tables.size()]++;
                }
            }
        }
        List<String> names = new ArrayList<>(model.tables().keySet());
        List<String> lines = new ArrayList<>();
        sums.forEach((name, sum) -> lines.add(
                String.format(Locale.ROOT, "  %-28s %5.0f  %s", name, sum[names.size()], largest(names, sum))));
        return lines;
    }

    private static String largest(List<String> names, double[] sum) {
        double days = sum[names.size()];
        return IntStream.range(0, names.size())
                .filter(sign -> Math.abs(sum[sign]) / days >= 0.3)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer sign) -> -Math.abs(sum[sign])))
                .map(sign -> String.format(Locale.ROOT, "%s %.1f", names.get(sign), sum[sign] / days))
                .collect(Collectors.joining(", "));
    }

    private static void count(Map<String, int[]> rows, String name, boolean was, boolean is) {
        int[] row = rows.computeIfAbsent(name, key -> new int[4]);
        row[0] += was ? 1 : 0;
        row[1] += is ? 1 : 0;
        row[2] += is && !was ? 1 : 0;
        row[3] += was && !is ? 1 : 0;
    }

    private static void table(List<String> lines, String title, Map<String, int[]> rows) {
        lines.add(String.format(Locale.ROOT, "  %-28s %8s %8s %8s %8s", title, "before", "after", "gained", "lost"));
        rows.forEach((name, row) ->
                lines.add(String.format(Locale.ROOT, "  %-28s %8d %8d %8d %8d", name, row[0], row[1], row[2], row[3])));
    }

    private static boolean flagged(AttackTrace attack, Operating by) {
        for (int i = 0; i < attack.vectors().length; i++) {
            if (attack.flagged(i) || by.scores()[attack.vectors()[i]] >= by.flag()) {
                return true;
            }
        }
        return false;
    }

    private static boolean reaches(HonestTrace.Day day, Operating by) {
        return Arrays.stream(day.vectors()).anyMatch(vector -> by.scores()[vector] >= by.flag());
    }
}
