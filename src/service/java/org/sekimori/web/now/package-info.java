/** The console's first page: what happens now. */
@NullMarked
package org.sekimori.web.now;

import org.jspecify.annotations.NullMarked;
