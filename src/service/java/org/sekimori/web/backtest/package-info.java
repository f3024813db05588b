/** Backtests that staff start from the pages of rules: a child process each, one at a time. */
@NullMarked
package org.sekimori.web.backtest;

import org.jspecify.annotations.NullMarked;
