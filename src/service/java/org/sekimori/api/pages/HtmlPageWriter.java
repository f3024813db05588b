package org.sekimori.api.pages;

import org.springframework.web.util.HtmlUtils;

/** Writes HTML with escaped texts. */
final class HtmlPageWriter {

    private final StringBuilder out = new StringBuilder(16 * 1024);

    /** An element with content of its own; {@code attributes} are names and values in turn. */
    HtmlPageWriter element(String name, Runnable content, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(HtmlUtils.htmlEscape(attributes[i + 1]))
                    .append('"');
        }
        out.append('>');
        content.run();
        out.append("</").append(name).append(">\n");
        return this;
    }

    /** An element that holds a text. */
    HtmlPageWriter element(String name, String text, String... attributes) {
        return element(name, () -> text(text), attributes);
    }

    void text(String text) {
        out.append(HtmlUtils.htmlEscape(text));
    }

    /** Writes trusted HTML of this program. */
    void raw(String html) {
        out.append(html);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
