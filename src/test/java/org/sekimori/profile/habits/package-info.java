/** Tests of an account's habits, each against a naive model. */
@NullMarked
package org.sekimori.profile.habits;

import org.jspecify.annotations.NullMarked;
