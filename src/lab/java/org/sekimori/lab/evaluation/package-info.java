/**
 * Measures a rulebook on synthetic accounts: what attackers got out, what honest customers felt, and how sure the
 * figures are.
 */
@NullMarked
package org.sekimori.lab.evaluation;

import org.jspecify.annotations.NullMarked;
