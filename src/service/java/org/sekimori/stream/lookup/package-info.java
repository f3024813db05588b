/** Finds decisions and an account's past on the log by an index. */
@NullMarked
package org.sekimori.stream.lookup;

import org.jspecify.annotations.NullMarked;
