/**
 * Why it is abuse: loads, checks, compiles and runs the rulebook. Drools is used here and nowhere else.
 */
@NullMarked
package org.sekimori.rules;

import org.jspecify.annotations.NullMarked;
