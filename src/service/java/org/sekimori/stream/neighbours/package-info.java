/** The second stream: counts what accounts share, and tells the accounts concerned by entries on their own line of the log. */
@NullMarked
package org.sekimori.stream.neighbours;

import org.jspecify.annotations.NullMarked;
