/**
 * Wording helpers for messages: counts, times, escaped and quoted text, suggestions for misspelt names. Depends on
 * the JDK only.
 */
@NullMarked
package org.sekimori.text;

import org.jspecify.annotations.NullMarked;
