/**
 * The step: an account's state and one log entry give the new state and its outputs. Pure, and the same for the
 * stream, for replay and for rule tests.
 */
@NullMarked
package org.sekimori.engine;

import org.jspecify.annotations.NullMarked;
