package org.sekimori.web.my;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.web.my.link.CustomerLogin;
import org.sekimori.web.oidc.OidcClaims;
import org.sekimori.web.oidc.OidcClient;

/** What the claims of the identity provider mean on the traveller's page: whose mailboxes a person may decide about. */
final class CustomerOidc {

    private final MyOidcSettings settings;
    private final Account.LoginNormalizer naming;
    private final @Nullable OidcClient client;

    /** The claims name no mailbox that may be opened; the message says why, without what they say. */
    static final class NoMailboxException extends Exception {
        private static final long serialVersionUID = 1L;

        NoMailboxException(String why) {
            super(why);
        }
    }

    /** @param client null: customers do not log in by an identity provider */
    CustomerOidc(MyOidcSettings settings, Account.LoginNormalizer naming, @Nullable OidcClient client) {
        this.settings = settings;
        this.naming = naming;
        this.client = client;
    }

    /** The client of the provider; empty if it is off. */
    Optional<OidcClient> client() {
        return Optional.ofNullable(client);
    }

    /** What the log-in page calls the provider; empty without a name. */
    String label() {
        return settings.label();
    }

    /**
     * The log-in of a person.
     *
     * @throws NoMailboxException if there is no mailbox, one that is not verified, or one that is no account here
     */
    CustomerLogin read(OidcClaims claims) throws NoMailboxException {
        @Nullable String required = settings.required();
        if (required != null && !claims.isTrue(required)) {
            throw new NoMailboxException("the claim " + required + " is not true");
        }
        String name =
                claims.text(settings.nameClaim()).filter(CustomerLogin::isName).orElse(claims.subject());
        if (!CustomerLogin.isName(name)) {
            throw new NoMailboxException("neither " + settings.nameClaim() + " nor sub can stand in the audit trail");
        }
        try {
            return new CustomerLogin(
                    name,
                    mailboxes(claims.texts(settings.mailboxesClaim())),
                    CustomerLogin.language(claims.text("locale").orElse(null)),
                    null);
        } catch (OidcClaims.ShapeException e) {
            throw new NoMailboxException(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new NoMailboxException("the claim " + settings.mailboxesClaim() + " must name from 1 to "
                    + CustomerLogin.MOST_MAILBOXES + " accounts");
        }
    }

    private List<Account> mailboxes(List<String> named) throws NoMailboxException {
        List<Account> mailboxes = new ArrayList<>();
        for (String one : named) {
            Account account = naming.account(one);
            boolean ours = settings.domains().isEmpty() || settings.domains().contains(account.domain());
            if (account.equals(Account.UNNAMEABLE) || !ours) {
                throw new NoMailboxException(
                        "one of the values of " + settings.mailboxesClaim() + " is no account of this provider");
            }
            if (!mailboxes.contains(account)) {
                mailboxes.add(account);
            }
        }
        return mailboxes;
    }
}
