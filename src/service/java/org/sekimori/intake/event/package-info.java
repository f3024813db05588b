/** Reads one event in JSON and validates its fields. */
@NullMarked
package org.sekimori.intake.event;

import org.jspecify.annotations.NullMarked;
