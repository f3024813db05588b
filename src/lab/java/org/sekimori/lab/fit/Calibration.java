package org.sekimori.lab.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** How many flags a day thresholds would have raised on an operator's own log, by the weights of the rulebook. */
public final class Calibration {

    private static final double[] A_DAY = {0.1, 0.3, 1, 3, 10, 30, 100};

    private final double[] most;
    private final long days;

    private Calibration(double[] most, long days) {
        this.most = most;
        this.days = days;
    }

    /**
     * Of a log that was stepped.
     *
     * @throws IllegalArgumentException if no day of it counts
     */
    public static Calibration of(LogTracer log) {
        long days = log.days();
        if (days < 1) {
            throw new IllegalArgumentException(
                    "the log has no day after those of the warm-up, in which habits form; see --warm-up");
        }
        TraceSet traces = log.traces();
        double[] scores = new EvidenceModel(log.tables()).scores(traces.table());
        // Thieves' days raise flags, too. An attack counts as one.
        DoubleStream attacks = traces.attacks().stream().mapToDouble(attack -> Arrays.stream(attack.vectors())
                .mapToDouble(vector -> scores[vector])
                .max()
                .orElse(0));
        DoubleStream honest = traces.honest().stream()
                .flatMap(account -> account.active().stream())
                .mapToDouble(day -> Arrays.stream(day.vectors())
                        .mapToDouble(vector -> scores[vector])
                        .max()
                        .orElse(0));
        return new Calibration(DoubleStream.concat(honest, attacks).sorted().toArray(), days);
    }

    /** The lowest threshold, in hundredths, that would have raised no more flags a day; counts accounts, each once a day. */
    public double threshold(double flagsADay) {
        return BandThresholds.at(most, days, flagsADay * BandThresholds.PER);
    }

    /** How many flags a day a threshold would have raised. */
    public double flagsADay(double threshold) {
        return Arrays.stream(most).filter(score -> score >= threshold).count() / (double) days;
    }

    /** A table of thresholds. */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "  %12s %12s %12s", "flags a day", "threshold", "would raise"));
        for (double wanted : A_DAY) {
            double threshold = threshold(wanted);
            lines.add(String.format(
                    Locale.ROOT, "  %12s %12.2f %12.2f", number(wanted), threshold, flagsADay(threshold)));
        }
        return lines;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** How many days were counted. */
    public long days() {
        return days;
    }
}
