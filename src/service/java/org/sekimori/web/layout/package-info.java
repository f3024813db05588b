/** The frame around every page of the console, and the page of a failure. */
@NullMarked
package org.sekimori.web.layout;

import org.jspecify.annotations.NullMarked;
