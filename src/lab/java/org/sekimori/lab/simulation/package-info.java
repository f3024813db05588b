/**
 * The first synthetic population; every number stands with its source in {@code parameters.yml}. Rules may be
 * tuned on it; it knows none.
 */
@NullMarked
package org.sekimori.lab.simulation;

import org.jspecify.annotations.NullMarked;
