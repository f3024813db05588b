package org.sekimori.lab.backtest;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.Engine;
import org.sekimori.engine.Entry;

/** One thread's engines and what it has counted. An engine belongs to a thread, because a Drools session does. */
final class Lanes implements AutoCloseable {

    final Tally tally;
    final Examples examples;
    final Prints prints = new Prints();
    final boolean printing;

    private final Engine candidate;
    private final Baseline baseline;
    private final @Nullable Engine fixed;
    private final Map<String, Engine> recorded = new HashMap<>();
    private Entry.@Nullable Activation last;
    private @Nullable Engine lastEngine;

    Lanes(Plan plan) {
        candidate = new Engine(plan.candidate());
        baseline = plan.baseline();
        fixed = baseline instanceof Baseline.Fixed one ? new Engine(one.rulebook()) : null;
        tally = new Tally(plan);
        examples = new Examples(plan.examples());
        printing = plan.prints();
    }

    Engine candidate() {
        return candidate;
    }

    boolean hasBaseline() {
        return !(baseline instanceof Baseline.None);
    }

    /** The baseline's engine from this activation on; only if there is a baseline. */
    Engine baseline(Entry.@Nullable Activation activation) {
        if (fixed != null) {
            return fixed;
        }
        Engine engine = lastEngine;
        if (engine == null || activation != last) {
            engine = recorded.computeIfAbsent(
                    activation == null
                            ? ""
                            : activation.rulebook() + " " + activation.candidate() + " " + activation.off(),
                    key -> ((Baseline.AsRecorded) baseline).rulebooks().engine(activation));
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
        recorded.values().forEach(Engine::close);
    }
}
