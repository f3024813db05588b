/** The outbox of notices on the log. */
@NullMarked
package org.sekimori.stream.notice;

import org.jspecify.annotations.NullMarked;
