@NullMarked
package org.sekimori.engine;

import org.jspecify.annotations.NullMarked;
