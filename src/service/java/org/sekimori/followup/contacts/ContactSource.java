package org.sekimori.followup.contacts;

import java.util.Optional;
import org.sekimori.mail.Account;

/** A source of alternative contacts. */
public interface ContactSource {

    /** A source without contacts. */
    ContactSource NONE = account -> Optional.empty();

    /**
     * The contact of an account, whether or not it is safe.
     *
     * @throws UnavailableException if the source does not answer at the moment
     */
    Optional<Contact> find(Account account) throws UnavailableException;

    /** A fault of the source, although it still answers; empty without one. */
    default String problem() {
        return "";
    }

    /** This source, and another one for accounts that it lacks. */
    default ContactSource or(ContactSource others) {
        ContactSource first = this;
        return new ContactSource() {
            @Override
            public Optional<Contact> find(Account account) throws UnavailableException {
                Optional<Contact> found = first.find(account);
                return found.isPresent() ? found : others.find(account);
            }

            @Override
            public String problem() {
                return first.problem().isEmpty() ? others.problem() : first.problem();
            }
        };
    }

    /** The source of contacts does not answer; the message names no person. */
    final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnavailableException(String message) {
            super(message);
        }
    }
}
