/**
 * Statistics of sending: histograms of what accounts do, of synthetic worlds, an operator's log and public
 * datasets, and how two of them differ. Keeps no account, address or recipient.
 */
@NullMarked
package org.sekimori.lab.statistics;

import org.jspecify.annotations.NullMarked;
