/** The JSON of the log's topics ({@code docs/events.md}): hot records by hand in one pass, cold ones by data binding. */
@NullMarked
package org.sekimori.stream.json;

import org.jspecify.annotations.NullMarked;
