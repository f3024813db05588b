/** Travel grants and account homes: values, limits and commands. Pure. */
@NullMarked
package org.sekimori.grants;

import org.jspecify.annotations.NullMarked;
