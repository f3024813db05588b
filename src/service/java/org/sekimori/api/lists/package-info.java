/** HTTP endpoints of lists. */
@NullMarked
package org.sekimori.api.lists;

import org.jspecify.annotations.NullMarked;
