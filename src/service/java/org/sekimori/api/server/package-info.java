/** Tomcat with limits on what one client takes of its connections, threads and time. */
@NullMarked
package org.sekimori.api.server;

import org.jspecify.annotations.NullMarked;
