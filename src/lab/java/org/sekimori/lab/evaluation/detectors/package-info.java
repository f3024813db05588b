/** The rulebook and simpler detectors that it is compared with. */
@NullMarked
package org.sekimori.lab.evaluation.detectors;

import org.jspecify.annotations.NullMarked;
