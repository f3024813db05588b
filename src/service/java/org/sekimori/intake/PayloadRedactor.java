package org.sekimori.intake;

import java.nio.charset.StandardCharsets;

/**
 * Redacts payloads for dead letters: no local part of any address, no control character, bounded. Does not parse, because dead
 * letters are often not JSON.
 */
public final class PayloadRedactor {

    /** Longest payload shown, in characters. */
    public static final int MAX_SHOWN = 2000;

    /** Octets read beyond the shown ones: an address that begins before the cut must be seen with its {@code @}. */
    private static final int WINDOW = 4 * MAX_SHOWN;

    private PayloadRedactor() {}

    /**
     * A payload as text: each {@code local@domain} as {@code ***@domain}, the values of {@code sender} and {@code recipients}
     * without their local parts, control characters as {@code \}{@code u001b}; at most {@link #MAX_SHOWN} characters, the last
     * {@code …} after a cut. Of binary data only the length: it may be an address in another encoding.
     */
    public static String payload(byte[] payload) {
        int length = Math.min(payload.length, WINDOW);
        String text = new String(payload, 0, length, StandardCharsets.UTF_8);
        if (binary(text)) {
            return "binary, " + payload.length + " bytes";
        }
        boolean cut = payload.length > WINDOW;
        String masked = AddressMasker.everywhere(AddressMasker.inNamedFields(cut ? withoutOpenEnd(text) : text));
        return bounded(masked, cut);
    }

    /** One line that quotes something from outside, such as a reason: addresses and control characters as in a payload. */
    public static String line(String text) {
        return bounded(AddressMasker.everywhere(text), false);
    }

    /** A NUL, or more than a few characters that are control characters or were no UTF-8. */
    private static boolean binary(String text) {
        int strange = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return true;
            }
            boolean layout = c == '\t' || c == '\n' || c == '\r';
            if (c == '\ufffd' || (Character.isISOControl(c) && !layout)) {
                strange++;
            }
        }
        return strange > 2 + text.length() / 16;
    }

    /** Drops a last word that may be the beginning of an address whose {@code @} lies behind the window. */
    private static String withoutOpenEnd(String text) {
        int end = text.length();
        while (end > 0 && AddressMasker.localCharacter(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "***";
    }

    private static String bounded(String text, boolean cut) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), MAX_SHOWN));
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            String one = presentable(c) ? Character.toString(c) : String.format("\\u%04x", c);
            if (shown.length() + one.length() > MAX_SHOWN - 1) {
                return shown.append('…').toString();
            }
            shown.append(one);
            i += Character.charCount(c);
        }
        return cut ? shown.append('…').toString() : shown.toString();
    }

    /** Neither a control character, nor one that reverses or hides text, nor half of a pair. */
    private static boolean presentable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
