/** Class files of the shipped rules, made by the build. */
@NullMarked
package org.sekimori.rules.precompiled;

import org.jspecify.annotations.NullMarked;
