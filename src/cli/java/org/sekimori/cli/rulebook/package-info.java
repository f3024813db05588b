/** {@code rules} and {@code rollout}. */
@NullMarked
package org.sekimori.cli.rulebook;

import org.jspecify.annotations.NullMarked;
