package org.sekimori.neighbours;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Something that accounts share. Its value is kept as a hash: it is short, and no text of a client gets further.
 *
 * @param kind what it is
 * @param hash of its normal form, such as {@code 203.0.113.0/24}; see {@link #of(KeyKind, String)}
 */
public record SharedKey(KeyKind kind, long hash) {

    private static final int DIGITS = 16;

    /** The key of a value in its normal form. */
    public static SharedKey of(KeyKind kind, String value) {
        return new SharedKey(kind, hash(value));
    }

    /** One line, such as {@code network 8c7f3a20b1d45e96}: the key of its records. */
    public String text() {
        return kind.word() + " " + HexFormat.of().toHexDigits(hash);
    }

    /** Parses {@link #text()}; null for anything else. */
    public static @Nullable SharedKey parse(String text) {
        int space = text.indexOf(' ');
        KeyKind kind = space < 0 ? null : KeyKind.of(text.substring(0, space));
        String digits = text.substring(space + 1);
        if (kind == null || digits.length() != DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            return null;
        }
        return new SharedKey(kind, HexFormat.fromHexDigitsToLong(digits));
    }

    /** 64 bits, evenly spread, the same for ever: states contain it. FNV-1a, finished as in MurmurHash3. */
    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return spread(hash);
    }

    /** The finish of MurmurHash3: every bit of the result depends on every bit of the number. */
    static long spread(long number) {
        long hash = number;
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }
}
