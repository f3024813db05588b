/** Checks, compiles and runs rulebooks. Drools is used in {@code rules} only. */
@NullMarked
package org.sekimori.rules;

import org.jspecify.annotations.NullMarked;
