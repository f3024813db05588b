/** Wires the service: Spring configuration, properties, start-up, fallback. */
@NullMarked
package org.sekimori.server;

import org.jspecify.annotations.NullMarked;
