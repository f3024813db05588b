/** Backtest: steps every account of recorded traffic under two rulebooks and reports the differences. */
@NullMarked
package org.sekimori.lab.backtest;

import org.jspecify.annotations.NullMarked;
