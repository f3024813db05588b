/**
 * The web server under the API: its connectors, and what one client may take of its connections, threads and time. Only {@code api}
 * and the wiring enter it.
 */
@NullMarked
package org.sekimori.api.server;

import org.jspecify.annotations.NullMarked;
