/** Labels that rules give an account for a while, for other rules to read. */
@NullMarked
package org.sekimori.profile.labels;

import org.jspecify.annotations.NullMarked;
