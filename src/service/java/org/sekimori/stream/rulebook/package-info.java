/** Which rulebook is active: publication, authentication, compilation, roll-back. */
@NullMarked
package org.sekimori.stream.rulebook;

import org.jspecify.annotations.NullMarked;
