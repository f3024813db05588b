/** {@code staff}: who may use the console. */
@NullMarked
package org.sekimori.cli.staff;

import org.jspecify.annotations.NullMarked;
