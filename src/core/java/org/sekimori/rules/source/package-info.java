/** The text of a rulebook: its files, its YAML with line numbers, and problems with their places. */
@NullMarked
package org.sekimori.rules.source;

import org.jspecify.annotations.NullMarked;
