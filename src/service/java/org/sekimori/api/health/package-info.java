/** Health components. */
@NullMarked
package org.sekimori.api.health;

import org.jspecify.annotations.NullMarked;
