/** Copies committed records to Elasticsearch and owns its mappings. Elasticsearch is used in {@code archive} only. */
@NullMarked
package org.sekimori.archive;

import org.jspecify.annotations.NullMarked;
