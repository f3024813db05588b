/** The page of one account: its normal day, its decisions, and what the desk can do for it. */
@NullMarked
package org.sekimori.web.account;

import org.jspecify.annotations.NullMarked;
