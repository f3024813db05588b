package org.sekimori.web.my.code;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;

/** Sends a code to the alternative contact of an account. */
public interface CodeDelivery {

    /** What the customer reads. */
    interface Wording {

        /**
         * Asked once a safe contact is known.
         *
         * @param language the contact's, else the domain's
         * @return null: nothing is to be sent
         */
        @Nullable
        Text of(Locale language);
    }

    /** Subject and body. */
    record Text(String from, String subject, String body) {}

    /**
     * Sends, after this method has returned: how long it takes must not tell whether there is a contact. Without a safe contact nothing is
     * sent.
     *
     * @param id unique, without white space
     */
    void send(Account account, String id, Locale domain, Wording wording);
}
