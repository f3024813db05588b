package org.sekimori.web.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.rules.source.RulebookProblem;

/** Text of a rulebook's file in parts to be coloured, a line at a time. */
final class RuleText {

    private static final Pattern DRL = Pattern.compile("(?<comment>//.*|/\\*.*?\\*/)|(?<text>\"(?:[^\"\\\\]|\\\\.)*\")"
            + "|(?<word>\\b(?:rule|when|then|end|condition|not|exists|accumulate|from|matches|contains|in|null|true|false)\\b)"
            + "|(?<number>\\b\\d+(?:\\.\\d+)?\\b)|(?<call>\\.[a-z][A-Za-z]*(?=\\())");
    private static final Pattern YAML = Pattern.compile(
            "(?<comment>(?:^|(?<=\\s))#.*)|(?<word>^\\s*(?:- )?[\\w.@-]+(?=:))|(?<text>\"[^\"]*\"|'[^']*')|(?<number>\\b\\d+(?:\\.\\d+)?\\b)");
    private static final List<String> GROUPS = List.of("comment", "text", "word", "number", "call");

    private RuleText() {}

    /** A part of a line; {@code kind} is a class of the style sheet, or empty. */
    record Part(String kind, String text) {}

    /**
     * A line.
     *
     * @param number from 1
     * @param problems what is wrong with it
     */
    record Line(int number, List<Part> parts, List<RulebookProblem> problems) {}

    /** The lines of a file. */
    static List<Line> lines(String file, String text, List<RulebookProblem> problems) {
        List<Line> lines = new ArrayList<>();
        Pattern pattern = file.endsWith(".drl") ? DRL : YAML;
        int number = 0;
        for (String line : text.lines().toList()) {
            int here = ++number;
            lines.add(new Line(
                    here,
                    parts(line, pattern),
                    problems.stream().filter(one -> one.line() == here).toList()));
        }
        return lines;
    }

    private static List<Part> parts(String line, Pattern pattern) {
        List<Part> parts = new ArrayList<>();
        Matcher found = pattern.matcher(line);
        int at = 0;
        while (found.find()) {
            if (found.start() > at) {
                parts.add(new Part("", line.substring(at, found.start())));
            }
            parts.add(new Part(kind(found, pattern), found.group()));
            at = found.end();
        }
        if (at < line.length()) {
            parts.add(new Part("", line.substring(at)));
        }
        return parts;
    }

    private static String kind(Matcher found, Pattern pattern) {
        for (String group : GROUPS) {
            if ((pattern == DRL || !group.equals("call")) && found.group(group) != null) {
                return "code-" + group;
            }
        }
        return "";
    }
}
