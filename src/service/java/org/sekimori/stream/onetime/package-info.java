/** Ids that may be used once, agreed upon by all instances on the log. */
@NullMarked
package org.sekimori.stream.onetime;

import org.jspecify.annotations.NullMarked;
