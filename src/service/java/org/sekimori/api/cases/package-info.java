/** {@code /v1/cases}: queue, state changes, export, precision of rules. */
@NullMarked
package org.sekimori.api.cases;

import org.jspecify.annotations.NullMarked;
