/** The pages that Sekimori serves to people. */
@NullMarked
package org.sekimori.web;

import org.jspecify.annotations.NullMarked;
