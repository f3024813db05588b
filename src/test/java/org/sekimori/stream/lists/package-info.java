@NullMarked
package org.sekimori.stream.lists;

import org.jspecify.annotations.NullMarked;
