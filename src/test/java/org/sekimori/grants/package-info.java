@NullMarked
package org.sekimori.grants;

import org.jspecify.annotations.NullMarked;
