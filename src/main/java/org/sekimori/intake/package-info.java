/**
 * The doors: what mail servers say comes in here, is validated, normalised, stripped of recipients in clear, given its
 * origin, and goes onto the log.
 */
@NullMarked
package org.sekimori.intake;

import org.jspecify.annotations.NullMarked;
