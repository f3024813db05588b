package org.sekimori.lab.backtest;

import org.sekimori.engine.ReplayEngines;
import org.sekimori.rules.Rulebook;

/** The baseline of the comparison. */
public sealed interface BacktestBaseline {

    /** Nothing: all that the candidate refuses or flags counts as new. */
    record None() implements BacktestBaseline {}

    /** One rulebook for all entries; recorded activations are ignored. */
    record Fixed(Rulebook rulebook) implements BacktestBaseline {}

    /** The rulebooks that were active when entries were recorded, by the recorded activations. */
    record AsRecorded(ReplayEngines rulebooks) implements BacktestBaseline {}
}
