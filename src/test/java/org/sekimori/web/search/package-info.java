/** Tests of the search in memory. */
@NullMarked
package org.sekimori.web.search;

import org.jspecify.annotations.NullMarked;
