package org.sekimori.lab.backtest;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepEngine;

/** One thread's engines and counts. An engine belongs to a thread, because a Drools session does. */
final class WorkerEngines implements AutoCloseable {

    final BacktestCounts tally;
    final ExampleCollector examples;
    final DecisionFingerprints prints = new DecisionFingerprints();
    final boolean printing;

    private final StepEngine candidate;
    private final BacktestBaseline baseline;
    private final @Nullable StepEngine fixed;
    private final Map<String, StepEngine> recorded = new HashMap<>();
    private LogEntry.@Nullable RulebookActivation last;
    private @Nullable StepEngine lastEngine;

    WorkerEngines(BacktestPlan plan) {
        candidate = new StepEngine(plan.candidate());
        baseline = plan.baseline();
        fixed = baseline instanceof BacktestBaseline.Fixed one ? new StepEngine(one.rulebook()) : null;
        tally = new BacktestCounts(plan);
        examples = new ExampleCollector(plan.examples());
        printing = plan.prints();
    }

    StepEngine candidate() {
        return candidate;
    }

    boolean hasBaseline() {
        return !(baseline instanceof BacktestBaseline.None);
    }

    /** The baseline's engine from this activation on; only if there is a baseline. */
    StepEngine baseline(LogEntry.@Nullable RulebookActivation activation) {
        if (fixed != null) {
            return fixed;
        }
        StepEngine engine = lastEngine;
        if (engine == null || activation != last) {
            engine = recorded.computeIfAbsent(
                    activation == null
                            ? ""
                            : activation.rulebook() + " " + activation.candidate() + " " + activation.off(),
                    key -> ((BacktestBaseline.AsRecorded) baseline).rulebooks().engine(activation));
            last = activation;
            lastEngine = engine;
        }
        return engine;
    }

    @Override
    public void close() {
        candidate.close();
        if (fixed != null) {
            fixed.close();
        }
        recorded.values().forEach(StepEngine::close);
    }
}
