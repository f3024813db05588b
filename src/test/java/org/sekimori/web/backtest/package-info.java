@NullMarked
package org.sekimori.web.backtest;

import org.jspecify.annotations.NullMarked;
