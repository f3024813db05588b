/** The judge's attackers and campaigns. */
@NullMarked
package org.sekimori.lab.judge.attacks;

import org.jspecify.annotations.NullMarked;
