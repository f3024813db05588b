/** Accounts, addresses, submissions and their answers. Depends on the JDK and {@code text} only; every package may use it. */
@NullMarked
package org.sekimori.mail;

import org.jspecify.annotations.NullMarked;
