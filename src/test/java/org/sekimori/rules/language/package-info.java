@NullMarked
package org.sekimori.rules.language;

import org.jspecify.annotations.NullMarked;
