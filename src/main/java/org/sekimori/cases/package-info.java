/**
 * What a case and a hold are and which moves are allowed: pure values, entered by whoever follows cases, or places, shows or
 * honours holds.
 */
@NullMarked
package org.sekimori.cases;

import org.jspecify.annotations.NullMarked;
