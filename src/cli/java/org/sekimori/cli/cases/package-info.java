/** {@code case}. */
@NullMarked
package org.sekimori.cli.cases;

import org.jspecify.annotations.NullMarked;
