/** Records that others publish: decoded, checked and copied to the events topic. */
@NullMarked
package org.sekimori.stream.inbox;

import org.jspecify.annotations.NullMarked;
