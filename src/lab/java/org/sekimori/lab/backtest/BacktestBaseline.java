package org.sekimori.lab.backtest;

import org.sekimori.engine.ReplayEngines;
import org.sekimori.rules.Rulebook;

/** What the candidate is held against. */
public sealed interface BacktestBaseline {

    /** Nothing: all that the candidate refuses or flags counts as new. */
    record None() implements BacktestBaseline {}

    /** One rulebook over all entries; what the recording says was in force is not looked at. */
    record Fixed(Rulebook rulebook) implements BacktestBaseline {}

    /** What was in force when each entry was recorded, by the activations between them. */
    record AsRecorded(ReplayEngines rulebooks) implements BacktestBaseline {}
}
