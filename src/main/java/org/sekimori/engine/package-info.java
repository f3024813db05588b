/**
 * The step: an account's state and one entry of the log give the new state and what follows from it. Pure, and the same for
 * the stream, for replay and for rule cases.
 */
@NullMarked
package org.sekimori.engine;

import org.jspecify.annotations.NullMarked;
