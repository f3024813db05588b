/** The log: topics, settings, positions and status. Kafka is used in {@code stream} only. */
@NullMarked
package org.sekimori.stream;

import org.jspecify.annotations.NullMarked;
