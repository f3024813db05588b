package org.sekimori.text;

import org.jspecify.annotations.Nullable;

/** Decodes Punycode (RFC 3492, 6.2), the part of an A-label (RFC 5890, 2.3.2.1) after its {@code xn--}. */
public final class Punycode {

    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 128;

    /** A label has 63 characters at most (RFC 1035, 2.3.4); no longer one is looked at. */
    private static final int LONGEST = 63;

    private Punycode() {}

    /** The decoded text; null if the input is not Punycode. */
    public static @Nullable String decode(String input) {
        int delimiter = input.lastIndexOf('-');
        StringBuilder output = new StringBuilder(input.substring(0, Math.max(0, delimiter)));
        if (input.length() > LONGEST || !input.chars().allMatch(c -> c < INITIAL_N)) {
            return null;
        }
        int n = INITIAL_N;
        int i = 0;
        int bias = INITIAL_BIAS;
        for (int at = delimiter + 1; at < input.length(); ) {
            int before = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = at < input.length() ? digit(input.charAt(at++)) : -1;
                long next = i + digit * weight;
                if (digit < 0 || next > Integer.MAX_VALUE) {
                    return null;
                }
                i = (int) next;
                int threshold = Math.min(T_MAX, Math.max(T_MIN, k - bias));
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
                if (weight > Integer.MAX_VALUE) {
                    return null;
                }
            }
            int length = output.codePointCount(0, output.length()) + 1;
            bias = adapted(i - before, length, before == 0);
            n += i / length;
            i %= length;
            if (!Character.isValidCodePoint(n) || (n >= Character.MIN_SURROGATE && n <= Character.MAX_SURROGATE)) {
                return null;
            }
            output.insert(output.offsetByCodePoints(0, i), Character.toString(n));
            i++;
        }
        return output.toString();
    }

    private static int digit(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
    }

    private static int adapted(int delta, int length, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / length;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
    }
}
