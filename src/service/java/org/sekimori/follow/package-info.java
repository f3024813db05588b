/** Following the logs of mail servers: lines in, events as publishers send them out. */
@NullMarked
package org.sekimori.follow;

import org.jspecify.annotations.NullMarked;
