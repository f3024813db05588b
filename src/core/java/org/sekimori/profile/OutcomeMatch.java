package org.sekimori.profile;

/** Whether an outcome matched its submission. */
public enum OutcomeMatch {
    /** It did. */
    FOUND,
    /** Without an attempt; the submission counts from this outcome on. */
    COUNTED,
    /** It has neither a queue id nor an SMTP transaction id. */
    NO_ID,
    /** The attempt is missing or forgotten: the account has submitted more, or for longer, than is remembered. */
    FORGOTTEN,
    /** No attempt matches: another server name, account or queue id, or a wrong clock. */
    NOT_FOUND;

    private final String word = name().toLowerCase(java.util.Locale.ROOT);

    /** The word in metrics, such as {@code not_found}. */
    public String word() {
        return word;
    }
}
