/** Tests of pages: over the web server with a log in memory, and in a real browser. */
@NullMarked
package org.sekimori.web;

import org.jspecify.annotations.NullMarked;
