/** Starts the laboratory's command {@code backtest} for the pages. */
@NullMarked
package org.sekimori.server.backtest;

import org.jspecify.annotations.NullMarked;
