/** Tests of Exim's log, with made-up lines in the forms of its sources, and with a real Exim. */
@NullMarked
package org.sekimori.follow.exim;

import org.jspecify.annotations.NullMarked;
