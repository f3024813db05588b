/**
 * Accounts, addresses, submissions and what is answered to them. Depends on the JDK and {@code text} only; every
 * package may use it.
 */
@NullMarked
package org.sekimori.mail;

import org.jspecify.annotations.NullMarked;
