/** Search for decisions: as a table, as a time line and by the most frequent values. */
@NullMarked
package org.sekimori.web.search;

import org.jspecify.annotations.NullMarked;
