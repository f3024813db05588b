/** The Kafka Streams topology that steps every account in log order. */
@NullMarked
package org.sekimori.stream.step;

import org.jspecify.annotations.NullMarked;
