/** {@code geo}, {@code where} and {@code misjudged}. */
@NullMarked
package org.sekimori.cli.geo;

import org.jspecify.annotations.NullMarked;
