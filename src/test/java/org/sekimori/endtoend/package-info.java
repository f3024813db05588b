/** Whole-process tests on real parts: the service in its own process, ordinary Kafka clients. */
@NullMarked
package org.sekimori.endtoend;

import org.jspecify.annotations.NullMarked;
