/**
 * The window of analysts: copies what is committed on the log into Elasticsearch, keeps its mapping, and looks things up there.
 * Elasticsearch is known only here. Entered through {@link org.sekimori.archive.Archive} and what it hands out.
 */
@NullMarked
package org.sekimori.archive;

import org.jspecify.annotations.NullMarked;
