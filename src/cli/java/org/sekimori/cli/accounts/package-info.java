/** {@code grant}, {@code hold} and {@code home}. */
@NullMarked
package org.sekimori.cli.accounts;

import org.jspecify.annotations.NullMarked;
