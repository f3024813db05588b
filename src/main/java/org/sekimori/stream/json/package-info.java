/**
 * The JSON of the log's topics, as {@code docs/events.md} describes it: written and read in one pass, without a tree.
 * Entered by {@code stream} and by whoever shows or replays records.
 */
@NullMarked
package org.sekimori.stream.json;

import org.jspecify.annotations.NullMarked;
