/**
 * Where a submission came from: turns a client address into an {@link org.sekimori.mail.Origin} without ever asking the
 * network; the doors enter through {@link org.sekimori.geo.OriginResolver}, and MaxMind's library lives only here.
 */
@NullMarked
package org.sekimori.geo;

import org.jspecify.annotations.NullMarked;
