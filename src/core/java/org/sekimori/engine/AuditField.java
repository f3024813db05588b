package org.sekimori.engine;

import java.util.Locale;

/** What a line of the audit trail may say in a field of its own, so that no program has to read its text. */
public enum AuditField {
    /** Id of the grant. */
    GRANT,
    /** Id of the case. */
    CASE,
    /** Where it was asked, such as {@code cli} or {@code api}. */
    CHANNEL,
    /** Why, in the words of whoever did it. */
    REASON,
    /** How bad a case is, one of {@link org.sekimori.mail.Finding.Severity}. */
    SEVERITY,
    /** How far a case is followed up, one of {@link org.sekimori.cases.Case.State}. */
    STATE,
    /** What a case turned out to be, one of {@link org.sekimori.cases.Case.Outcome}. */
    OUTCOME,
    /** Reference of the decision. */
    REFERENCE,
    /** Network of the client, CIDR. */
    NETWORK,
    /** Where the database has the client: ISO 3166-1 alpha-2, XK for Kosovo. */
    COUNTRY,
    /** Where the client really was, as far as somebody says. */
    ACTUAL_COUNTRY;

    /** The name on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
