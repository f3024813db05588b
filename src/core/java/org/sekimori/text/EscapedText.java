package org.sekimori.text;

/**
 * Escapes untrusted text for people, in a terminal, a log line or a page. Invisible characters and those that change the
 * direction of their neighbours become escapes such as {@code \}{@code u001b}, so that a text can neither forge a line nor move
 * the cursor nor mislead. Idempotent.
 */
public final class EscapedText {

    /** Ellipsis at the end of a cut text. */
    public static final String REST = "…";

    private EscapedText() {}

    /** The whole text. */
    public static String of(String text) {
        return of(text, Integer.MAX_VALUE);
    }

    /**
     * Escapes and cuts a text to {@code most} characters, escapes counted as written; a cut text ends with {@link #REST}. Never
     * splits a surrogate pair or an escape.
     *
     * @param most at least 1
     */
    public static String of(String text, int most) {
        if (text.length() <= most && plain(text)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(Math.min(most, text.length() + 16));
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            int next = i + Character.charCount(character);
            String piece = hidden(character) ? escaped(text, i, next) : text.substring(i, next);
            int room = next == text.length() ? most : most - 1;
            if (piece.length() > room - shown.length()) {
                return shown.append(REST).toString();
            }
            shown.append(piece);
            i = next;
        }
        return shown.toString();
    }

    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            if (hidden(character)) {
                return false;
            }
            i += Character.charCount(character);
        }
        return true;
    }

    /** Control characters, ends of lines and paragraphs, format characters (the bidirectional ones are), half pairs of surrogates. */
    private static boolean hidden(int character) {
        if (character >= ' ' && character < 0x7f) {
            return false;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static String escaped(String text, int from, int to) {
        StringBuilder escaped = new StringBuilder();
        for (int i = from; i < to; i++) {
            escaped.append(String.format("\\u%04x", (int) text.charAt(i)));
        }
        return escaped.toString();
    }
}
