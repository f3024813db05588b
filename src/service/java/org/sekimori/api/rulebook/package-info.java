/** {@code /v1/rulebook}: the active rulebook, publication, roll-back. */
@NullMarked
package org.sekimori.api.rulebook;

import org.jspecify.annotations.NullMarked;
