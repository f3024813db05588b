package org.sekimori.followup.contacts;

import java.util.Optional;
import org.sekimori.followup.contacts.ContactSource.UnavailableException;
import org.sekimori.mail.Account;
import org.sekimori.stream.AccountStatus;

/**
 * Contacts that an intruder probably cannot read: not the account itself under any sub-address, and no account that is suspected
 * or held itself.
 */
public final class SafeContactSource {

    private static final String USUAL_DELIMITER = "+";

    private final ContactSource contacts;
    private final AccountStatus status;
    private final Account.LoginNormalizer logIns;
    private final Account.LoginNormalizer naming;

    public SafeContactSource(ContactSource contacts, AccountStatus status, Account.LoginNormalizer naming) {
        this.contacts = contacts;
        this.status = status;
        this.logIns = naming;
        // Contact addresses use the usual sub-address delimiter, whatever log-ins do.
        this.naming = naming.alsoDelimitedBy(USUAL_DELIMITER);
    }

    /** The safe contact of an account, if it has one. */
    public Optional<Contact> find(Account account) throws UnavailableException {
        return contacts.find(account).filter(contact -> safe(account, contact));
    }

    private boolean safe(Account account, Contact contact) {
        Account plain;
        Account bare;
        try {
            plain = logIns.account(contact.address());
            bare = naming.account(contact.address());
        } catch (IllegalArgumentException e) {
            return false;
        }
        return !bare.equals(naming.account(account.name())) && !suspected(plain) && !suspected(bare);
    }

    private boolean suspected(Account other) {
        return status.cases(other).open() != null || status.hold(other).isPresent();
    }
}
