/** Texts of a rulebook for customers: refusals and notices. */
@NullMarked
package org.sekimori.rules.text;

import org.jspecify.annotations.NullMarked;
