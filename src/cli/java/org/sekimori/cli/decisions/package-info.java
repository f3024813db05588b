/** {@code search}, {@code why}, {@code decide} and {@code publish}. */
@NullMarked
package org.sekimori.cli.decisions;

import org.jspecify.annotations.NullMarked;
