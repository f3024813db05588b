/** Tries a rulebook in a limited child process before anything relies on it. */
@NullMarked
package org.sekimori.trial;

import org.jspecify.annotations.NullMarked;
