@NullMarked
package org.sekimori.stream;

import org.jspecify.annotations.NullMarked;
