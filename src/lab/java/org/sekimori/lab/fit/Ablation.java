package org.sekimori.lab.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.sekimori.lab.world.WorldFactory;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.evidence.EvidenceWeights;

/**
 * What a rulebook's evidence reaches on worlds that were not fitted to, as a curve, and what is lost without each sign: at the threshold
 * that raises as many false flags without it as all signs together do with theirs.
 */
public final class Ablation {

    private final EvidenceWeights weights;
    private final TraceSet traces;

    private Ablation(EvidenceWeights weights, TraceSet traces) {
        this.weights = weights;
        this.traces = traces;
    }

    /**
     * Traces the worlds.
     *
     * @param progress receives the number of finished accounts, from any thread
     */
    public static Ablation of(
            Rulebook rulebook, TrainingPlan plan, WorldFactory generator, int threads, LongConsumer progress)
            throws InterruptedException {
        return new Ablation(rulebook.weights(), WorldTracer.of(plan.worlds(generator), rulebook, threads, progress));
    }

    /** Recall against false flags. */
    public List<String> curve() {
        return TraceText.curve(traces, new EvidenceModel(weights.signs()).scores(traces.table()));
    }

    /**
     * Each sign left out, the one that is missed most first.
     *
     * @param rate false flags in 10,000 account-days at which figures are compared
     */
    public List<String> table(double rate) {
        EvidenceModel all = new EvidenceModel(weights.signs());
        TraceFigures whole = figures(all, rate);
        record Row(String sign, double lost, String text) {}
        List<Row> rows = new ArrayList<>();
        for (String sign : weights.signs().keySet()) {
            EvidenceModel left = all.without(sign);
            TraceFigures figures = figures(left, rate);
            double lost = whole.fast()
                    + whole.slow()
                    + whole.quiet()
                    + whole.flagged()
                    - (figures.fast() + figures.slow() + figures.quiet() + figures.flagged());
            rows.add(new Row(sign, lost, TraceText.row(sign, threshold(left, rate), figures)));
        }
        rows.sort((a, b) -> a.lost() == b.lost() ? a.sign().compareTo(b.sign()) : Double.compare(b.lost(), a.lost()));
        List<String> lines = new ArrayList<>(List.of(TraceText.head("without")));
        lines.add(TraceText.row("(nothing left out)", threshold(all, rate), whole));
        rows.forEach(row -> lines.add(row.text()));
        return lines;
    }

    /** Which honest days are flagged at this rate, and by which signs. */
    public List<String> falseFlags(double rate) {
        EvidenceModel all = new EvidenceModel(weights.signs());
        return TraceText.falseFlags(traces, all, threshold(all, rate));
    }

    private double threshold(EvidenceModel model, double rate) {
        return BandThresholds.at(
                BandThresholds.dailyMaxima(traces, model.scores(traces.table())), traces.accountDays(), rate);
    }

    private TraceFigures figures(EvidenceModel model, double rate) {
        double threshold = threshold(model, rate);
        return TraceFigures.of(traces, model.scores(traces.table()), threshold, threshold);
    }
}
