/** The embedded broker, its disk guard and the start of a log. */
@NullMarked
package org.sekimori.stream.broker;

import org.jspecify.annotations.NullMarked;
