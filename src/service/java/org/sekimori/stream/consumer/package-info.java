/** Consumers of committed records. */
@NullMarked
package org.sekimori.stream.consumer;

import org.jspecify.annotations.NullMarked;
