@NullMarked
package org.sekimori.architecture;

import org.jspecify.annotations.NullMarked;
