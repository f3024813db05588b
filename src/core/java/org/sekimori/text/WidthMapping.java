package org.sekimori.text;

import java.text.Normalizer;

/** Full-width and half-width characters of East Asian keyboards (RFC 8265, 3.3.2, the Width Mapping Rule). */
public final class WidthMapping {

    private static final char FIRST = '\uff01';

    /** Half-width Hangul follows, which names may not have in any width. */
    private static final char LAST = '\uff9f';

    private static final char WIDE_SPACE = '\u3000';

    private WidthMapping() {}

    /** The text with usual characters for these, such as {@code bob@} for {@code ｂｏｂ＠}. */
    public static String map(String text) {
        StringBuilder mapped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean other = c >= FIRST && c <= LAST || c == WIDE_SPACE;
            if (other && mapped == null) {
                mapped = new StringBuilder(text.length()).append(text, 0, i);
            }
            if (mapped != null) {
                mapped.append(other ? Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC) : c);
            }
        }
        return mapped == null ? text : mapped.toString();
    }
}
