/** The JSON of the log's topics ({@code docs/events.md}), read and written in one pass. */
@NullMarked
package org.sekimori.stream.json;

import org.jspecify.annotations.NullMarked;
