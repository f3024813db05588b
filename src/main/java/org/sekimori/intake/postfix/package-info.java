/**
 * The door for Postfix: its policy delegation protocol (https://www.postfix.org/SMTPD_POLICY_README.html) over TCP.
 */
@NullMarked
package org.sekimori.intake.postfix;

import org.jspecify.annotations.NullMarked;
