/** Rule tests: their YAML and their steps. */
@NullMarked
package org.sekimori.rules.testing;

import org.jspecify.annotations.NullMarked;
