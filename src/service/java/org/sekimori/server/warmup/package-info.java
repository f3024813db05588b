/** Requests of the service to itself before its ports open, on a log of their own. */
@NullMarked
package org.sekimori.server.warmup;

import org.jspecify.annotations.NullMarked;
