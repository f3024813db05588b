/** Small files that must survive a crash or may change while the service runs. */
@NullMarked
package org.sekimori.stream.files;

import org.jspecify.annotations.NullMarked;
