/** Cases of the console: the queue, one case, and what the desk does with them. */
@NullMarked
package org.sekimori.web.cases;

import org.jspecify.annotations.NullMarked;
