/** Whole-process tests that kill or damage something. */
@NullMarked
package org.sekimori.endtoend.failure;

import org.jspecify.annotations.NullMarked;
