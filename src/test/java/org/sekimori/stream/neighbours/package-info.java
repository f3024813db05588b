@NullMarked
package org.sekimori.stream.neighbours;

import org.jspecify.annotations.NullMarked;
