/**
 * What every invented population has in common: accounts, what happens to them day by day, who of them is attacked, where
 * addresses lie, and reproducible chance. Knows no rule and no threshold; generators are entered from outside, and nothing
 * that serves mail may enter.
 */
@NullMarked
package org.sekimori.lab.world;

import org.jspecify.annotations.NullMarked;
