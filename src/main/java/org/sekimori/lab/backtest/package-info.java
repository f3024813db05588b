/**
 * What another rulebook would have done: steps every account of recorded traffic under a candidate and under what was in force,
 * on all cores, and reports where the two part. Knows no topic and no command line; entered by the command line and by tests.
 */
@NullMarked
package org.sekimori.lab.backtest;

import org.jspecify.annotations.NullMarked;
