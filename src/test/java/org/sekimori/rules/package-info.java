@NullMarked
package org.sekimori.rules;

import org.jspecify.annotations.NullMarked;
