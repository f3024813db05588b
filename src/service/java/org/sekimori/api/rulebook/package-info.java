/** {@code /v1/rulebook}: what is active, publication, roll-back. */
@NullMarked
package org.sekimori.api.rulebook;

import org.jspecify.annotations.NullMarked;
