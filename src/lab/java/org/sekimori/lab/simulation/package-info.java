/**
 * The simulator, the first synthetic population; {@code parameters.yml} gives every number with its source. Rules may be tuned on
 * it; it knows no rule.
 */
@NullMarked
package org.sekimori.lab.simulation;

import org.jspecify.annotations.NullMarked;
