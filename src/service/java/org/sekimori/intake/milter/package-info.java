/** The milter for Postfix and Sendmail: the protocol of Sendmail's libmilter, versions 2 to 6 (include/libmilter/mfdef.h). */
@NullMarked
package org.sekimori.intake.milter;

import org.jspecify.annotations.NullMarked;
