/** One-time codes that let a customer in who reads them at the alternative contact. */
@NullMarked
package org.sekimori.web.my.code;

import org.jspecify.annotations.NullMarked;
