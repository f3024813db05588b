/** The policy server for Postfix (https://www.postfix.org/SMTPD_POLICY_README.html). */
@NullMarked
package org.sekimori.intake.postfix;

import org.jspecify.annotations.NullMarked;
