/** {@code evaluate}, {@code backtest}, {@code simulate} and {@code lab}. */
@NullMarked
package org.sekimori.lab.command;

import org.jspecify.annotations.NullMarked;
