/**
 * The shape of sending: histograms of what accounts do, taken from invented worlds, from an operator's log and from public sets
 * of mail, and how two of them differ. Keeps no account, address or recipient. Entered by the command line and by tests.
 */
@NullMarked
package org.sekimori.lab.shape;

import org.jspecify.annotations.NullMarked;
