package org.sekimori.followup;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.mail.Account;

/** The active rulebook's texts, languages and terms of notices. Thread-safe. */
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
     * @param account account whose domain provides webmail, travel page, contact, provider and telephone; null: no domain
     * @param values by placeholder; missing ones are left empty
     */
    Text text(String name, Locale language, @Nullable Account account, Map<String, String> values);

    /** The contact of an account's abuse team, for a customer. */
    String contact(Account account, Locale language);

    /** The provider's name of an account, for the sender of a mail; empty if unknown. */
    String provider(Account account, Locale language);

    /** The language of an account's domain. */
    Locale language(Account account);

    /** Where the day of an account's domain begins. */
    ZoneId zone(Account account);

    /** How the cases of an account are followed up. */
    CaseLifecyclePolicy terms(Account account);
}
