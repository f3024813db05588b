/**
 * What another rulebook would have decided on recorded traffic: steps every account under both and reports the
 * differences.
 */
@NullMarked
package org.sekimori.lab.backtest;

import org.jspecify.annotations.NullMarked;
