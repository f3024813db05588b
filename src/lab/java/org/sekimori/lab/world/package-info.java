/**
 * What every synthetic population shares: accounts and their timelines, attacks, address plans, reproducible
 * randomness. Knows no rule and no threshold.
 */
@NullMarked
package org.sekimori.lab.world;

import org.jspecify.annotations.NullMarked;
