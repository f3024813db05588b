/** Who may use the console: users, roles, log-in and passwords. */
@NullMarked
package org.sekimori.web.staff;

import org.jspecify.annotations.NullMarked;
