/** Connecting a mail server: checks of its configuration, and a test submission. */
@NullMarked
package org.sekimori.cli.connect;

import org.jspecify.annotations.NullMarked;
