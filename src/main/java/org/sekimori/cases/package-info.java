/**
 * What a hold is and which moves are allowed: pure values, entered by whoever places, shows or honours holds.
 */
@NullMarked
package org.sekimori.cases;

import org.jspecify.annotations.NullMarked;
