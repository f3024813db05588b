package org.sekimori.text;

/** Quotes an untrusted value in a message: bounded, and unable to forge a log line. */
public final class QuotedText {

    private static final int SHOWN = 60;

    private QuotedText() {}

    /** The value between single quotes, at most 60 characters of it, each other than printable ASCII as {@code ?}. */
    public static String of(String value) {
        StringBuilder text = new StringBuilder(SHOWN + 5).append('\'');
        for (int i = 0; i < Math.min(SHOWN, value.length()); i++) {
            char c = value.charAt(i);
            text.append(c >= ' ' && c < 127 ? c : '?');
        }
        return text.append(value.length() > SHOWN ? "...'" : "'").toString();
    }
}
