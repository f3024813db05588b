@NullMarked
package org.sekimori.neighbours;

import org.jspecify.annotations.NullMarked;
