package org.sekimori.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sekimori.rules.language.Token.Kind;

/**
 * Splits the text of a rule into tokens. Refuses characters that two readers could see differently: backslashes (a unicode escape
 * is code to javac and a comment to others), control and format characters, characters outside the basic plane; and braces,
 * brackets, at signs and other kinds of quotes, which rules do not need.
 */
final class Lexer {

    /** Longest text, in characters. */
    static final int MOST_CHARACTERS = 65_536;

    /** Deepest nesting of parentheses. Drools' parser tries again at every level, so its time doubles with each. */
    static final int MOST_NESTED = 6;

    private static final String BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0";

    private static final String SIGNS = "(),.;:?!=<>&|+-*/%";
    private static final List<String> PAIRS = List.of("==", "!=", "<=", ">=", "&&", "||");
    private static final String NO_BLOCK =
            "blocks are not allowed in rules: write conditions between the parentheses of "
                    + "Submission( … ) and calls such as s.flag(…); after 'then'";
    private static final Map<Character, String> REFUSED = Map.of(
            '{', NO_BLOCK,
            '}', NO_BLOCK,
            '[', "brackets are not allowed in rules: write several values as country in (\"DE\", \"FR\")",
            ']', "brackets are not allowed in rules: write several values as country in (\"DE\", \"FR\")",
            '@', "annotations are not allowed in rules: what is to be said about a rule stands in rule.yml",
            '\'', "write a text in double quotes",
            '#', "write a comment as // …",
            '`', "write a text in double quotes");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int nested;

    private Lexer(String text) {
        this.text = text;
    }

    /** The tokens of a text, with an end token; stops at a bad one. */
    static List<Token> read(String text) throws SyntaxException {
        if (text.length() > MOST_CHARACTERS) {
            throw new SyntaxException(
                    0, "has " + text.length() + " characters, at most " + MOST_CHARACTERS + "; make it several rules");
        }
        Lexer lexer = new Lexer(text);
        lexer.refuseCharacters();
        try {
            while (lexer.at < text.length()) {
                lexer.next();
            }
        } catch (SyntaxException e) {
            // The parser's faults before this place come first: they are more specific.
            lexer.tokens.add(new Token(Kind.BAD, String.valueOf(e.getMessage()), e.offset()));
        }
        lexer.tokens.add(new Token(Kind.END, "", text.length()));
        return lexer.tokens;
    }

    private void refuseCharacters() throws SyntaxException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                throw new SyntaxException(
                        i, "a backslash is not allowed in rules, in comments neither: write the character itself");
            }
            boolean lineEnd = c == '\n' || (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n');
            if (!lineEnd && c != '\t' && !printable(c)) {
                throw new SyntaxException(
                        i,
                        String.format(
                                "the character U+%04X is not allowed in rules: only what can be seen, and no emoji",
                                (int) c));
            }
        }
    }

    /** Whether a character can be seen, and means the same to every reader. */
    static boolean printable(char c) {
        return !blank(c)
                && switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> false;
                    default -> true;
                };
    }

    /** Letters and marks without a visible glyph beyond the format categories: fillers and selectors. */
    private static boolean blank(char c) {
        return BLANK.indexOf(c) >= 0 || (c >= '\u180b' && c <= '\u180f') || (c >= '\ufe00' && c <= '\ufe0f');
    }

    private void next() throws SyntaxException {
        char c = text.charAt(at);
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            at++;
        } else if (text.startsWith("//", at)) {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
        } else if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            if (end < 0) {
                throw new SyntaxException(at, "this comment has no end: write */ after it");
            }
            at = end + 2;
        } else if (c == '"') {
            text();
        } else if (letter(c)) {
            take(Kind.NAME, wordEnd());
        } else if (digit(c)) {
            number();
        } else {
            sign(c);
        }
    }

    private void text() throws SyntaxException {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') {
            end++;
        }
        if (end == text.length() || text.charAt(end) == '\n') {
            throw new SyntaxException(at, "this text has no end on its line: write \" after it");
        }
        tokens.add(new Token(Kind.TEXT, text.substring(at + 1, end), at));
        at = end + 1;
    }

    private void number() throws SyntaxException {
        int end = at;
        while (end < text.length() && digit(text.charAt(end))) {
            end++;
        }
        if (end + 1 < text.length() && text.charAt(end) == '.' && digit(text.charAt(end + 1))) {
            end++;
            while (end < text.length() && digit(text.charAt(end))) {
                end++;
            }
        }
        String written = text.substring(at, end);
        if ((end < text.length() && letter(text.charAt(end))) || !written.matches("(0|[1-9]\\d{0,8})(\\.\\d{1,9})?")) {
            throw new SyntaxException(at, "a number is written in at most nine digits, as 840 or 12.5");
        }
        take(Kind.NUMBER, end);
    }

    private void sign(char c) throws SyntaxException {
        for (String pair : PAIRS) {
            if (text.startsWith(pair, at)) {
                take(Kind.SIGN, at + 2);
                return;
            }
        }
        if (text.startsWith("=>", at) || text.startsWith("=<", at)) {
            throw new SyntaxException(
                    at,
                    "rules have no operator '" + text.substring(at, at + 2) + "'; write " + text.charAt(at + 1) + "=");
        }
        if (c == '=' || c == '&' || c == '|') {
            throw new SyntaxException(
                    at, "'" + c + "' is not allowed in rules: write " + (c == '=' ? "== to compare" : "" + c + c));
        }
        if (SIGNS.indexOf(c) < 0) {
            String hint = REFUSED.get(c);
            throw new SyntaxException(at, hint == null ? "'" + c + "' is not allowed in rules" : hint);
        }
        nested += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (nested > MOST_NESTED) {
            throw new SyntaxException(
                    at, "parentheses are nested deeper than " + MOST_NESTED + ": write two conditions");
        }
        take(Kind.SIGN, at + 1);
    }

    private void take(Kind kind, int end) {
        tokens.add(new Token(kind, text.substring(at, end), at));
        at = end;
    }

    private int wordEnd() {
        int end = at + 1;
        while (end < text.length() && (letter(text.charAt(end)) || digit(text.charAt(end)))) {
            end++;
        }
        return end;
    }

    private static boolean letter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
