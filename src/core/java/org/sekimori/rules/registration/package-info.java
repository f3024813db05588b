/** Recognises newsletters and devices by their habit, and writes the limits that they are registered with. */
@NullMarked
package org.sekimori.rules.registration;

import org.jspecify.annotations.NullMarked;
