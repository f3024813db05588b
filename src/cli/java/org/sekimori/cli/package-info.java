/** The command line. Its root knows all sub-commands; no other package uses the root. */
@NullMarked
package org.sekimori.cli;

import org.jspecify.annotations.NullMarked;
