/** Postfix's log: understands its lines and joins them, by queue id, to events. */
@NullMarked
package org.sekimori.follow.postfix;

import org.jspecify.annotations.NullMarked;
