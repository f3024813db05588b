/** Limits of what mail servers have begun and not ended: recipients of messages under way, incomplete requests. */
@NullMarked
package org.sekimori.intake.limits;

import org.jspecify.annotations.NullMarked;
