/** Requests to the log and their replies: producers, deadlines, circuit breakers. */
@NullMarked
package org.sekimori.stream.request;

import org.jspecify.annotations.NullMarked;
