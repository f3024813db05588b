/** The archive over a real broker and a real Elasticsearch. */
@NullMarked
package org.sekimori.archive;

import org.jspecify.annotations.NullMarked;
