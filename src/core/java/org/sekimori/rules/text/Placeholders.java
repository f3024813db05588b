package org.sekimori.rules.text;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Placeholders in braces, such as {@code {country}}. */
final class Placeholders {

    private static final Pattern WEB_ADDRESS = Pattern.compile("https?://\\S+");

    private Placeholders() {}

    /** The first thing that is wrong with the names in a text; empty if valid. */
    static String fault(String text, List<String> known) {
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                return "has a '{' without its '}'";
            }
            String name = text.substring(open + 1, close);
            if (!known.contains(name)) {
                return "names {" + name + "}; known are " + String.join(", ", known);
            }
        }
        return "";
    }

    /**
     * Fills in a valid text's values; missing ones are left empty. Between a web address and a letter that would follow it, as in
     * Japanese, a space is put: mail programs make a link of both otherwise.
     */
    static String filled(String text, Map<String, String> values) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            String value = values.getOrDefault(text.substring(open + 1, close), "");
            out.append(text, from, open).append(value);
            from = close + 1;
            if (from < text.length()
                    && Character.isLetterOrDigit(text.codePointAt(from))
                    && WEB_ADDRESS.matcher(value).matches()) {
                out.append(' ');
            }
        }
        return out.append(text, from, text.length()).toString();
    }
}
