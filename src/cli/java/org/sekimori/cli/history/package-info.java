/** Importing the past: old logs and exports become history that warms profiles. */
@NullMarked
package org.sekimori.cli.history;

import org.jspecify.annotations.NullMarked;
