/** The auth policy of mail servers in weakforced's protocol: log-ins are reported, and may be refused. */
@NullMarked
package org.sekimori.intake.authpolicy;

import org.jspecify.annotations.NullMarked;
