package org.sekimori.intake;

import java.util.List;

/** Masks local parts by {@code ***} in arbitrary text. Domains stay: they show the kind of mail. */
final class AddressMasker {

    private static final String MASK = "***";

    /** Fields whose values are addresses even without an {@code @}. */
    private static final List<String> NAMED = List.of("\"sender\"", "\"recipients\"", "\"recipient\"");

    /** Characters that end a local part outside quotation marks; generous, as hiding too much does no harm. */
    private static final String ENDS = "\"<>,;:()[]{}@";

    private AddressMasker() {}

    static boolean localCharacter(char c) {
        return c > ' ' && ENDS.indexOf(c) < 0 && !Character.isWhitespace(c);
    }

    /** Masks every {@code local@domain}, in any surroundings and with any spelling of {@code @}. */
    static String everywhere(String text) {
        String plain = AtSignNormalizer.plain(text);
        if (plain.indexOf('@') < 0) {
            return plain;
        }
        StringBuilder out = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c == '@' && dropLocalPart(out)) {
                out.append(MASK);
            }
            out.append(c);
        }
        return out.toString();
    }

    private static boolean dropLocalPart(StringBuilder out) {
        int length = out.length();
        int start = closingQuote(out) ? openingQuote(out) : length;
        if (start == length) {
            while (start > 0 && localCharacter(out.charAt(start - 1))) {
                start--;
            }
        }
        out.setLength(start);
        return start < length;
    }

    /** Whether a quoted local part ends here; a quotation mark after {@code [ , :} or a space opens a string instead. */
    private static boolean closingQuote(StringBuilder out) {
        int last = out.length() - 1;
        return last > 0 && out.charAt(last) == '"' && "[{,:( \t\n".indexOf(out.charAt(last - 1)) < 0;
    }

    private static int openingQuote(StringBuilder out) {
        int last = out.length() - 1;
        int found = out.lastIndexOf("\"", last - 1);
        // Inside JSON the marks are written \" and the backslash goes with them.
        return found < 0 ? last : found > 0 && out.charAt(found - 1) == '\\' ? found - 1 : found;
    }

    /** The strings that follow the names of address fields, in a list or alone, closed or broken off. */
    static String inNamedFields(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int name = nameAt(text, at);
            if (name == 0) {
                out.append(text.charAt(at++));
            } else {
                out.append(text, at, at + name);
                at = maskValue(text, at + name, out);
            }
        }
        return out.toString();
    }

    private static int nameAt(String text, int at) {
        if (text.charAt(at) == '"') {
            for (String name : NAMED) {
                if (text.regionMatches(true, at, name, 0, name.length())) {
                    return name.length();
                }
            }
        }
        return 0;
    }

    /** Copies up to the end of the value that begins here, masking its strings; the end is where anything else begins. */
    private static int maskValue(String text, int from, StringBuilder out) {
        int at = from;
        boolean list = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                at = maskString(text, at, out);
                if (!list) {
                    return at;
                }
            } else if (c == '[' || c == ':' || (list && c == ',') || Character.isWhitespace(c)) {
                list |= c == '[';
                out.append(c);
                at++;
            } else {
                return at;
            }
        }
        return at;
    }

    private static int maskString(String text, int from, StringBuilder out) {
        int end = from + 1;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end, text.length());
        String content = AtSignNormalizer.plain(text.substring(from + 1, end));
        int domain = content.lastIndexOf('@');
        out.append('"').append(content.isEmpty() ? "" : MASK).append(domain < 0 ? "" : content.substring(domain));
        if (end == text.length()) {
            return end;
        }
        out.append('"');
        return end + 1;
    }
}
