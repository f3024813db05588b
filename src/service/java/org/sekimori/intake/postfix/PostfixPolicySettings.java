package org.sekimori.intake.postfix;

import java.time.Duration;
import org.sekimori.intake.SynchronousEndpoint;

/**
 * Settings of the policy server for Postfix.
 *
 * @param host address it listens on
 * @param port TCP port, 0: any free one
 * @param deadline of an answer before the fallback; 10 ms to 60 s
 * @param name of this endpoint in its records
 * @param utf8Replies whether clients get the text in the domain's language as UTF-8, which only clients with SMTPUTF8 need to
 *     read (RFC 6531, 3.7.4.2), instead of the plain one
 */
public record PostfixPolicySettings(String host, int port, Duration deadline, String name, boolean utf8Replies) {
    public PostfixPolicySettings {
        SynchronousEndpoint.checkedDeadline(deadline);
    }
}
