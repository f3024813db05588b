package org.sekimori.mail;

import org.jspecify.annotations.Nullable;
import org.sekimori.text.EscapedText;

/**
 * What a mail server gave as the SASL username, read.
 *
 * @param account whose log-in it is; {@link Account#UNNAMEABLE} if nobody can say
 * @param shown what was sent, fit for people to read, where the account does not tell it: it cannot be named, or is an alias; else null
 */
public record SaslLogin(Account account, @Nullable String shown) {

    /** Longest text shown, in characters. */
    public static final int MOST_SHOWN = 200;

    /** One that cannot be named. */
    static SaslLogin unnameable(String raw) {
        return new SaslLogin(Account.UNNAMEABLE, shown(raw));
    }

    /** What was sent, cut, with an escape for each character that cannot be seen; the marks among them are no matter of {@link EscapedText}. */
    static String shown(String raw) {
        StringBuilder seen = new StringBuilder();
        raw.codePoints().limit(MOST_SHOWN + 1L).forEach(c -> {
            if (IdentifierClass.ignorable(c)) {
                for (char half : Character.toChars(c)) {
                    seen.append(String.format("\\u%04x", (int) half));
                }
            } else {
                seen.appendCodePoint(c);
            }
        });
        return EscapedText.of(seen.toString(), MOST_SHOWN);
    }
}
