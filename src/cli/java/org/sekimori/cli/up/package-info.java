/** {@code up}, the demo and the stand-alone broker. */
@NullMarked
package org.sekimori.cli.up;

import org.jspecify.annotations.NullMarked;
