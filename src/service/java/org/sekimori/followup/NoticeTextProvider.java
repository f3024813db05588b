package org.sekimori.followup;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CasePolicy;
import org.sekimori.mail.Account;

/** What the rulebook in force says about notices: texts, languages, terms. Safe for use by many threads. */
public interface NoticeTextProvider {

    /**
     * A text with its values put in.
     *
     * @param subject one line
     * @param body lines, each ended by {@code \n}
     */
    record Text(String subject, String body) {}

    /**
     * The text of this name; English where the language has none.
     *
     * @param account whose domain's webmail, travel page, contact, provider and telephone are named; null: those of no domain
     * @param values by the names of their placeholders; what is missing is left empty
     */
    Text text(String name, Locale language, @Nullable Account account, Map<String, String> values);

    /** How the desk of an account is reached, for a customer. */
    String contact(Account account, Locale language);

    /** Who the provider of an account is, for the name beside the address that a mail is from; empty: nobody says. */
    String provider(Account account, Locale language);

    /** The language of an account's domain. */
    Locale language(Account account);

    /** Where the day of an account's domain begins. */
    ZoneId zone(Account account);

    /** How the cases of an account are followed up. */
    CasePolicy terms(Account account);
}
