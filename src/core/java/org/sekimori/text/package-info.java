/**
 * Wording helpers for messages: counts, times, escaped and quoted text, suggestions for misspelt names. One reader or
 * writer for each text format of files and pages: CSV, HTML, YAML lists. Depends on the JDK,
 * Commons CSV and Jackson's YAML parser only.
 */
@NullMarked
package org.sekimori.text;

import org.jspecify.annotations.NullMarked;
