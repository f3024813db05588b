package org.sekimori.intake.postfix;

import java.time.Duration;
import org.sekimori.intake.SynchronousEndpoint;
import org.sekimori.mail.Account;

/**
 * How the door for Postfix behaves.
 *
 * @param host address it listens on
 * @param port TCP port, 0: any free one
 * @param deadline how long an answer may take before the door gives its own; 10 ms to 60 s
 * @param naming how log-ins become accounts
 * @param name of this door in what it records
 * @param utf8Replies whether clients are told the text in the domain's language as UTF-8, which only clients with SMTPUTF8 need to
 *     read (RFC 6531, 3.7.4.2), instead of the plain one
 */
public record PostfixPolicySettings(
        String host, int port, Duration deadline, Account.LoginNormalizer naming, String name, boolean utf8Replies) {
    public PostfixPolicySettings {
        SynchronousEndpoint.checkedDeadline(deadline);
    }
}
