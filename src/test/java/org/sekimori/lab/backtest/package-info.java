@NullMarked
package org.sekimori.lab.backtest;

import org.jspecify.annotations.NullMarked;
