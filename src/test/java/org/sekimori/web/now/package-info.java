/** Tests of the first page's counts. */
@NullMarked
package org.sekimori.web.now;

import org.jspecify.annotations.NullMarked;
