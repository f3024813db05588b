/** Decisions, their search and explanation, events, origins. */
@NullMarked
package org.sekimori.api.decisions;

import org.jspecify.annotations.NullMarked;
