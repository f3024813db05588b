/**
 * Resolves a client address to an {@link org.sekimori.mail.Origin} without a network call. MaxMind's library is
 * used in {@code geo} only.
 */
@NullMarked
package org.sekimori.geo;

import org.jspecify.annotations.NullMarked;
