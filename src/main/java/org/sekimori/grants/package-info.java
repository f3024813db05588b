/**
 * What a travel grant is and may be: pure values and their rules, entered by whoever opens, shows or honours grants.
 */
@NullMarked
package org.sekimori.grants;

import org.jspecify.annotations.NullMarked;
