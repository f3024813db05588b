package org.sekimori.engine;

import java.util.Locale;

/** Fields of an audit record, so that programs need not parse its text. */
public enum AuditField {
    /** Id of the grant. */
    GRANT,
    /** Id of the case. */
    CASE,
    /** Where the command was sent, such as {@code cli} or {@code api}. */
    CHANNEL,
    /** The person's reason. */
    REASON,
    /** How bad a case is, one of {@link org.sekimori.mail.Finding.Severity}. */
    SEVERITY,
    /** How far a case is followed up, one of {@link org.sekimori.cases.Case.State}. */
    STATE,
    /** The judgement of a case, one of {@link org.sekimori.cases.Case.Outcome}. */
    OUTCOME,
    /** Reference of the decision. */
    REFERENCE,
    /** Network of the client, CIDR. */
    NETWORK,
    /** Where the database has the client: ISO 3166-1 alpha-2, XK for Kosovo. */
    COUNTRY,
    /** The client's real country, as reported. */
    ACTUAL_COUNTRY,
    /** The rule that refused the account last, in the hour before a grant was opened. */
    REFUSED_BY,
    /** The verdict that a synchronous endpoint gave otherwise than decided. */
    TOLD,
    /** The verdict that was decided in its place. */
    DECIDED;

    /** The name on the wire. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
