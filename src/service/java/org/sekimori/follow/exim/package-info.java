/** Exim's main log: its lines put together into events, by message id. */
@NullMarked
package org.sekimori.follow.exim;

import org.jspecify.annotations.NullMarked;
