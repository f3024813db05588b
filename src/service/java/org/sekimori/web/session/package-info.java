/** Sessions of people who logged in: cookies, limits, and the guard of forms. */
@NullMarked
package org.sekimori.web.session;

import org.jspecify.annotations.NullMarked;
