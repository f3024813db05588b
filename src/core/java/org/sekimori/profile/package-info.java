/** What is usual for one account: bounded counters and habits, and their binary form. Pure. */
@NullMarked
package org.sekimori.profile;

import org.jspecify.annotations.NullMarked;
