package org.sekimori.profile;

/** Whether an outcome found the submission that it is about. */
public enum OutcomeMatch {
    /** It did. */
    FOUND,
    /** Nobody had asked about the submission; it counts from this outcome on. */
    COUNTED,
    /** It names neither a queue id nor an SMTP transaction, so it can find none. */
    NO_ID,
    /** There is none, or it was forgotten: the account has submitted more, or for longer, than is remembered. */
    FORGOTTEN,
    /** There is none: another server's name, another account or another queue id than its attempt had, or a clock that is wrong. */
    NOT_FOUND;

    private final String word = name().toLowerCase(java.util.Locale.ROOT);

    /** The word in metrics, such as {@code not_found}. */
    public String word() {
        return word;
    }
}
