/** Grants, holds and homes of accounts. */
@NullMarked
package org.sekimori.api.accounts;

import org.jspecify.annotations.NullMarked;
