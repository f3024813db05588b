/**
 * Recounts from the log alone what the product should have decided and counted, and compares. It shares no code with the
 * product, so that it cannot share its mistakes: JDK, Kafka's client and Jackson only.
 */
@NullMarked
package org.sekimori.recount;

import org.jspecify.annotations.NullMarked;
