/** Input files, plain or compressed, and the entries in them. */
@NullMarked
package org.sekimori.cli.input;

import org.jspecify.annotations.NullMarked;
