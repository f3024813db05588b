/**
 * The belt: topics, the topology that steps every account in the order of the log, replies to waiting doors, and the broker
 * that runs in the same process where there is no cluster. Kafka is used here and nowhere else.
 */
@NullMarked
package org.sekimori.stream;

import org.jspecify.annotations.NullMarked;
