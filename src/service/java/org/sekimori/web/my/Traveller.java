package org.sekimori.web.my;

import org.sekimori.mail.Account;
import org.sekimori.web.my.link.CustomerLogin;

/**
 * The owner of a session of the traveller's page.
 *
 * @param login who has logged in, with which mailboxes
 * @param way how: {@code portal}, {@code code} or {@value #OIDC}
 */
record Traveller(CustomerLogin login, String way) {

    /** Authority of whoever has such a session. */
    static final String AUTHORITY = "traveller";

    /** The way of whoever comes by the identity provider. */
    static final String OIDC = "oidc";

    /** Where commands of this page come from. */
    static final String CHANNEL = "my";

    /** Who acts, for the log. */
    String by() {
        return login.name() + " via " + way;
    }

    /** Whether a mailbox is the customer's own. */
    boolean owns(Account account) {
        return login.mailboxes().contains(account);
    }
}
