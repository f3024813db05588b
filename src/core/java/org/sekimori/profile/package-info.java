/** The habits of an account: bounded counters and their binary form. Pure. */
@NullMarked
package org.sekimori.profile;

import org.jspecify.annotations.NullMarked;
