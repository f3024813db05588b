/**
 * The HTTP API: commands of people and programs that hold a key, what stands, and health. Enters the log through the ports of
 * {@code stream}; only the wiring enters it.
 */
@NullMarked
package org.sekimori.api;

import org.jspecify.annotations.NullMarked;
