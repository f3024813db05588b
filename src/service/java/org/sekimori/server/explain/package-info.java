/** Explains a decision by replaying the account on the log. */
@NullMarked
package org.sekimori.server.explain;

import org.jspecify.annotations.NullMarked;
