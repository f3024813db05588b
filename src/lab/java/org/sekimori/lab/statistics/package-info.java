/**
 * Traffic statistics: histograms of synthetic worlds, an operator's log and public datasets, and their comparison. Keeps no
 * account, address or recipient.
 */
@NullMarked
package org.sekimori.lab.statistics;

import org.jspecify.annotations.NullMarked;
