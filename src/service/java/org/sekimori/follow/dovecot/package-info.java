/** Dovecot's log: its lines put together into log-ins. */
@NullMarked
package org.sekimori.follow.dovecot;

import org.jspecify.annotations.NullMarked;
