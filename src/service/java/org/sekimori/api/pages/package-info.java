/** The API's description as a page. */
@NullMarked
package org.sekimori.api.pages;

import org.jspecify.annotations.NullMarked;
