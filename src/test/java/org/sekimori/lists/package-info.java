@NullMarked
package org.sekimori.lists;

import org.jspecify.annotations.NullMarked;
