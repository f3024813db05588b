/** Lists on the log: their topics are read into memory, and changes are written in one transaction each. */
@NullMarked
package org.sekimori.stream.lists;

import org.jspecify.annotations.NullMarked;
