/**
 * What happened at a submission port and what we say about it. Knows only the JDK; every other room may enter.
 */
@NullMarked
package org.sekimori.mail;

import org.jspecify.annotations.NullMarked;
