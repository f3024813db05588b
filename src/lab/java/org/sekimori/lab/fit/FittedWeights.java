package org.sekimori.lab.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.WorldFactory;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.evidence.EvidenceWeights;

/** Fits the weights of a rulebook's evidence to traces. */
public final class FittedWeights {

    private final TraceSet traces;
    private final EvidenceWeights before;
    private final WeightFit fit;
    private final BandThresholds bands;
    private final Map<String, String> provenance;

    private FittedWeights(
            TraceSet traces,
            EvidenceWeights before,
            WeightFit fit,
            BandThresholds bands,
            Map<String, String> provenance) {
        this.traces = traces;
        this.before = before;
        this.fit = fit;
        this.bands = bands;
        this.provenance = provenance;
    }

    /**
     * How a fit is done.
     *
     * @param prior what weights are drawn towards
     * @param rates honest account-days that bands may touch
     * @param provenance texts for the file
     */
    public record Plan(EvidenceWeights prior, Rates rates, Map<String, String> provenance) {}

    /** Honest account-days in 10,000 that bands may touch, falling. */
    public record Rates(double watch, double flag, double quarantine, double hold) {

        public Rates {
            if (!(watch >= flag && flag >= quarantine && quarantine >= hold && hold > 0 && watch <= 1_000)) {
                throw new IllegalArgumentException("of 10,000 honest account-days watch may touch most, then flag,"
                        + " quarantine and hold, and each some; not " + watch + ", " + flag + ", " + quarantine
                        + " and "
                        + hold);
            }
        }
    }

    /**
     * Fits.
     *
     * @param simulator makes the training worlds
     * @param own a log of one's own that was stepped; null without one
     * @param progress receives the number of finished accounts, from any thread
     * @throws IllegalArgumentException if there is nothing to fit: no sign, no attack or no honest day
     */
    public static FittedWeights of(
            Rulebook rulebook,
            TrainingPlan training,
            WorldFactory simulator,
            @Nullable LogTracer own,
            Plan plan,
            int threads,
            LongConsumer progress)
            throws InterruptedException {
        EvidenceWeights before = rulebook.weights();
        if (before.signs().isEmpty()) {
            throw new IllegalArgumentException(EvidenceWeights.FILE + " of this rulebook names no sign to fit");
        }
        TraceSet traces = WorldTracer.of(training.worlds(simulator), rulebook, threads, progress);
        if (own != null) {
            traces.add(own.traces());
        }
        return of(before, traces, plan);
    }

    static FittedWeights of(EvidenceWeights before, TraceSet traces, Plan plan) {
        if (traces.attacks().isEmpty()
                || traces.honest().stream().allMatch(one -> one.active().isEmpty())) {
            throw new IllegalArgumentException("a fit needs attacks and honest days, and there are "
                    + traces.attacks().size() + " attacks and " + traces.accountDays() + " honest account-days");
        }
        WeightFit fit = WeightFit.of(traces, new EvidenceModel(plan.prior().signs()).onStepsOf(before.signs()));
        return new FittedWeights(
                traces, before, fit, BandThresholds.of(traces, fit.model(), plan.rates()), plan.provenance());
    }

    /** The fitted file. */
    public EvidenceWeights weights() {
        Map<String, Double> named = new LinkedHashMap<>();
        double least = 0.01;
        for (int i = 0; i < EvidenceWeights.BANDS.size(); i++) {
            double from = Math.max(least, bands.all().get(i));
            named.put(EvidenceWeights.BANDS.get(i), from);
            least = from;
        }
        Map<String, String> texts = new LinkedHashMap<>(provenance);
        texts.put("attacks", Integer.toString(traces.attacks().size()));
        texts.put("honest account-days", Long.toString(traces.accountDays()));
        texts.put("attempts", traces.attempts() + ", " + traces.table().size() + " with different evidence");
        return new EvidenceWeights(texts, fit.bias(), named, fit.model().tables());
    }

    /** What is reached on the very traces of the fit, as a curve. */
    public List<String> curve() {
        return TraceText.curve(traces, fit.model().scores(traces.table()));
    }

    /** Which honest days the fitted weights would flag, and by which signs. */
    public List<String> falseFlags() {
        return TraceText.falseFlags(traces, fit.model(), bands.flag());
    }

    /** What changed against the rulebook's weights, and for whom. */
    public List<String> comparison() {
        EvidenceModel was = new EvidenceModel(before.signs());
        List<String> lines = new ArrayList<>(TraceText.weights(was, fit.model()));
        double[] old = was.scores(traces.table());
        double[] now = fit.model().scores(traces.table());
        TraceText.Operating then = new TraceText.Operating(old, band(before, "flag"), band(before, "quarantine"));
        TraceText.Operating after = new TraceText.Operating(now, bands.flag(), bands.quarantine());
        lines.add("");
        lines.add(TraceText.head(""));
        lines.add(TraceText.row("before", then.flag(), TraceFigures.of(traces, old, then.flag(), then.quarantine())));
        lines.add(TraceText.row("after", after.flag(), TraceFigures.of(traces, now, after.flag(), after.quarantine())));
        lines.add("");
        lines.addAll(TraceText.changes(traces, then, after));
        return lines;
    }

    private static double band(EvidenceWeights of, String name) {
        return of.bands().getOrDefault(name, Double.MAX_VALUE);
    }

    /** How many attempts were fitted to, in words. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%,d attempts on %,d honest account-days and in %,d attacks, %,d with different evidence.",
                traces.attempts(),
                traces.accountDays(),
                traces.attacks().size(),
                traces.table().size());
    }
}
