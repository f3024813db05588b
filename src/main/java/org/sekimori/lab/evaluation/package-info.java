/**
 * How well a rulebook does: plays invented lives through it and through simpler ways of detecting, and reports what thieves got
 * out, what honest customers felt, and how sure the figures are.
 */
@NullMarked
package org.sekimori.lab.evaluation;

import org.jspecify.annotations.NullMarked;
