/** Where the lines of logs come from: files, journald and Kafka, positions in them, and the headers that loggers put before them. */
@NullMarked
package org.sekimori.follow.source;

import org.jspecify.annotations.NullMarked;
