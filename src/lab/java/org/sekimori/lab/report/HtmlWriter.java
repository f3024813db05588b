package org.sekimori.lab.report;

/** Writes elements and escapes their texts. The output is HTML and well-formed XML at once, so that the JDK can check it. */
public final class HtmlWriter {

    /** Replaces characters that XML 1.0 does not allow. */
    private static final String UNFIT = "\uFFFD";

    private final StringBuilder out = new StringBuilder(256 * 1024);

    /** An element with content of its own; {@code attributes} are names and values in turn. */
    public HtmlWriter element(String name, Runnable content, String... attributes) {
        start(name, attributes).append('>');
        content.run();
        out.append("</").append(name).append(">\n");
        return this;
    }

    /** An element that holds a text. */
    public HtmlWriter element(String name, String text, String... attributes) {
        return element(name, () -> text(text), attributes);
    }

    /** A piece of a sentence: no line feed after it, which would be a space before the next full stop. */
    public HtmlWriter inline(String name, String text, String... attributes) {
        start(name, attributes).append('>');
        text(text);
        out.append("</").append(name).append('>');
        return this;
    }

    /** An element that holds nothing: one of HTML's void ones, or a shape. */
    public HtmlWriter empty(String name, String... attributes) {
        start(name, attributes).append("/>\n");
        return this;
    }

    public HtmlWriter text(String text) {
        text.codePoints().forEach(this::character);
        return this;
    }

    /** Writes trusted markup of this program. */
    public void raw(String markup) {
        out.append(markup);
    }

    private StringBuilder start(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            text(attributes[i + 1]);
            out.append('"');
        }
        return out;
    }

    private void character(int c) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> {
                if (fit(c)) {
                    out.appendCodePoint(c);
                } else {
                    out.append(UNFIT);
                }
            }
        }
    }

    private static boolean fit(int c) {
        return c == '\t'
                || c == '\n'
                || c >= ' ' && c < Character.MIN_SURROGATE
                || c > Character.MAX_SURROGATE && c < 0xFFFE
                || c > 0xFFFF;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
