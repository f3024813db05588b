/** Tests of Postfix's log, with made-up lines in the forms of its sources. */
@NullMarked
package org.sekimori.follow.postfix;

import org.jspecify.annotations.NullMarked;
