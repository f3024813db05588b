/**
 * The doors: what mail servers say becomes a validated, normalised mail event, or a refusal that says what would be right.
 * Entered by whoever takes in events.
 */
@NullMarked
package org.sekimori.intake;

import org.jspecify.annotations.NullMarked;
