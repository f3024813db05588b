/** Bounded memories of an account that stand alone: days on which a name was seen, hours of the day, last places. */
@NullMarked
package org.sekimori.profile.habits;

import org.jspecify.annotations.NullMarked;
