/** A decision: explained, and as the customer saw it. */
@NullMarked
package org.sekimori.web.decision;

import org.jspecify.annotations.NullMarked;
