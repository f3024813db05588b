package org.sekimori.rules.source;

import java.util.stream.Collectors;
import org.sekimori.rules.language.RuleTextFault;
import org.sekimori.text.EscapedText;

/**
 * Something wrong in a rulebook, in characters that can be seen.
 *
 * @param file path inside the rulebook's folder
 * @param line line counted from 1, 0 if the problem belongs to the file as a whole
 * @param column column counted from 1, in characters; 0 if the problem belongs to the line as a whole
 * @param message what is wrong and what would be right
 */
public record RulebookProblem(String file, int line, int column, String message) {

    /** Longest message, in characters. */
    public static final int MOST_MESSAGE = 500;

    /** Longest name of a file: that of a folder on somebody's disk may be longer than one in a rulebook. */
    private static final int MOST_FILE = 1_000;

    /** Both quote what somebody else wrote, and go to terminals, logs and answers. */
    public RulebookProblem {
        file = EscapedText.of(file, MOST_FILE);
        message = EscapedText.of(message, MOST_MESSAGE);
    }

    /** A problem of a whole line. */
    public RulebookProblem(String file, int line, String message) {
        this(file, line, 0, message);
    }

    /** A problem at a place of a file's text that is counted in characters from its beginning. */
    public static RulebookProblem at(String file, String text, int offset, String message) {
        RuleTextFault fault = RuleTextFault.at(text, offset, message);
        return new RulebookProblem(file, fault.line(), fault.column(), message);
    }

    /** A message of several lines in one line, without the white space between them. */
    public static String oneLine(String message) {
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** {@code file:line:column}, as far as they are known. */
    public String place() {
        return line <= 0 ? file : column <= 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }

    @Override
    public String toString() {
        return place() + ": " + message;
    }
}
