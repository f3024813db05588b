package org.sekimori.mail;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.text.WidthMapping;

/**
 * The PRECIS profile UsernameCaseMapped (RFC 8265, 3.3) for the local part of a log-in. Rules are applied in the order of RFC
 * 8264, 7: characters are checked after normalisation.
 */
final class UsernameCaseMapped {

    /** So often are the rules applied until nothing changes any more (RFC 8264, 7). */
    private static final int ROUNDS = 4;

    private UsernameCaseMapped() {}

    /**
     * Enforces the profile on a name.
     *
     * @throws IllegalArgumentException if it is not allowed; the message begins with "has"
     */
    static String enforce(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("is empty");
        }
        if (plain(name)) {
            return name;
        }
        String before = name;
        for (int round = 0; round < ROUNDS; round++) {
            String after = Normalizer.normalize(WidthMapping.map(before).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
            if (after.equals(before)) {
                @Nullable String fault = fault(after);
                if (fault != null) {
                    throw new IllegalArgumentException(fault);
                }
                return after;
            }
            before = after;
        }
        throw new IllegalArgumentException("has characters that have no single normal form");
    }

    /** The fault of a name in normal form, such as "has U+200B at position 3, which no name may have"; null without one. */
    static @Nullable String fault(String name) {
        if (plain(name)) {
            return null;
        }
        int refused = IdentifierClass.firstRefused(name);
        if (refused >= 0) {
            return String.format(
                    "has U+%04X at position %d, which no name may have", name.codePointAt(refused), refused);
        }
        return BidiRule.isSatisfiedBy(name) ? null : "mixes directions of writing, so that it reads as another name";
    }

    /** Visible ASCII without capitals: most names are, and to them no rule applies. */
    static boolean plain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }
}
