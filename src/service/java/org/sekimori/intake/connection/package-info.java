/** Connections of mail servers over TCP: the listener, and what every protocol does about clients that are too many or too slow. */
@NullMarked
package org.sekimori.intake.connection;

import org.jspecify.annotations.NullMarked;
