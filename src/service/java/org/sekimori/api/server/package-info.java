/** Tomcat with limits on each client's connections, threads and time. */
@NullMarked
package org.sekimori.api.server;

import org.jspecify.annotations.NullMarked;
