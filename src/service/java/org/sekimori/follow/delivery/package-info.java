/** Followers of logs at work: lines become events, events reach the log, and only then does the position move. */
@NullMarked
package org.sekimori.follow.delivery;

import org.jspecify.annotations.NullMarked;
