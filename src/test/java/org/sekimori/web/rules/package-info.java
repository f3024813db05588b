/** Tests of the drawing of rules. */
@NullMarked
package org.sekimori.web.rules;

import org.jspecify.annotations.NullMarked;
