/** Turns reports of mail servers into validated, normalised mail events. */
@NullMarked
package org.sekimori.intake;

import org.jspecify.annotations.NullMarked;
