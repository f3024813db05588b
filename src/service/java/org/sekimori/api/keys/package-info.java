/** API keys and their scopes. */
@NullMarked
package org.sekimori.api.keys;

import org.jspecify.annotations.NullMarked;
