/** Reading a mail server's log on the command line. */
@NullMarked
package org.sekimori.cli.follow;

import org.jspecify.annotations.NullMarked;
