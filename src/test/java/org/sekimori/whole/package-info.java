/** The whole way on real parts: the service in a process of its own, a real Postfix, ordinary Kafka clients. */
@NullMarked
package org.sekimori.whole;

import org.jspecify.annotations.NullMarked;
