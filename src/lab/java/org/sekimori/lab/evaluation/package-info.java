/** Measures a rulebook on synthetic accounts: attackers' success, honest customers' disturbance, and the confidence of both. */
@NullMarked
package org.sekimori.lab.evaluation;

import org.jspecify.annotations.NullMarked;
