/** Finds decisions in Elasticsearch or, without it, on the log. */
@NullMarked
package org.sekimori.archive.lookup;

import org.jspecify.annotations.NullMarked;
