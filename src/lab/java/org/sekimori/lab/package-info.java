/** The lab: simulation, judge, evaluation, backtest and benchmarks, and what adds their commands to the program. */
@NullMarked
package org.sekimori.lab;

import org.jspecify.annotations.NullMarked;
