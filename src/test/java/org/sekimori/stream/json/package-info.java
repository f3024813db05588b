@NullMarked
package org.sekimori.stream.json;

import org.jspecify.annotations.NullMarked;
