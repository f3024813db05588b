/** Starts, watches and stops everything that runs on the log. */
@NullMarked
package org.sekimori.stream.runtime;

import org.jspecify.annotations.NullMarked;
