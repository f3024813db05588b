package org.sekimori.mail;

import org.jspecify.annotations.Nullable;
import org.sekimori.text.EscapedText;

/**
 * A SASL username, resolved.
 *
 * @param account its account; {@link Account#UNNAMEABLE} if it cannot be normalised
 * @param shown the username as sent, safe to display, if it is an alias or cannot be normalised; else null
 */
public record SaslLogin(Account account, @Nullable String shown) {

    /** Longest text shown, in characters. */
    public static final int MOST_SHOWN = 200;

    /** One that cannot be named. */
    static SaslLogin unnameable(String raw) {
        return new SaslLogin(Account.UNNAMEABLE, shown(raw));
    }

    /** The username, cut and with invisible characters escaped; unlike {@link EscapedText}, directional marks too. */
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
