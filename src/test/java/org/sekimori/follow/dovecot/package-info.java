/** Tests of Dovecot's log, with made-up lines in the forms of its sources, and with a real Dovecot. */
@NullMarked
package org.sekimori.follow.dovecot;

import org.jspecify.annotations.NullMarked;
