/** Builds the starter databases out of published packages and measures their accuracy. */
@NullMarked
package org.sekimori.geo.build;

import org.jspecify.annotations.NullMarked;
