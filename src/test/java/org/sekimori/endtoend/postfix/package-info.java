/** Whole-process tests with a real Postfix. */
@NullMarked
package org.sekimori.endtoend.postfix;

import org.jspecify.annotations.NullMarked;
