package org.sekimori.mail;

import java.nio.charset.StandardCharsets;
import org.sekimori.fuzz.FuzzTarget;

/** What somebody logs in with: it names no account, or one whose name names it again. */
public final class SaslLoginFuzz implements FuzzTarget {

    private final Account.LoginNormalizer naming = new Account.LoginNormalizer("isp.example", "+.");

    @Override
    public void run(byte[] input) {
        Account account;
        try {
            account = naming.account(new String(input, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return;
        }
        if (!Account.of(account.name()).equals(account)) {
            throw new AssertionError(account + " names another account");
        }
    }
}
