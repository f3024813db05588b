package org.sekimori.rules.source;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Says what is wrong in a text that is not YAML as an author of rules knows it: by indentation, colons, quotes and brackets instead
 * of the parser's tokens, at the line that has to change instead of the one at which the parser gave up.
 */
final class YamlSyntaxExplainer {

    private static final Pattern ENTRY = Pattern.compile("(\\s*(?:- )?)([^\\s:'\"#{\\[]+): (.*\\S)\\s*");
    private static final Pattern NO_SPACE = Pattern.compile("\\s*(?:- )?\\{?\\s*([\\w-]+):(?!//)(\\S.*)");
    private static final Pattern ESCAPE = Pattern.compile("found unknown escape character (.)\\(\\d+\\)");
    private static final Pattern START = Pattern.compile("found character '(.)' that cannot start any token");

    private final String file;
    private final List<String> lines;
    private final MarkedYAMLException fault;

    private YamlSyntaxExplainer(String file, String text, MarkedYAMLException fault) {
        this.file = file;
        this.lines = text.lines().toList();
        this.fault = fault;
    }

    static RulebookException of(String file, String text, MarkedYAMLException fault) {
        return new RulebookException(List.of(new YamlSyntaxExplainer(file, text, fault).problem()));
    }

    /** A character that no YAML text may hold. */
    static RulebookException of(String file, String text, ReaderException fault) {
        int offset = Math.min(fault.getPosition(), text.length());
        return new RulebookException(List.of(RulebookProblem.at(
                file,
                text,
                offset,
                "is not valid YAML: it holds the character U+%04X here, which cannot be seen; delete it"
                        .formatted(fault.getCodePoint()))));
    }

    private RulebookProblem problem() {
        String said = String.valueOf(fault.getProblem());
        String while_ = String.valueOf(fault.getContext());
        Mark at = fault.getProblemMark();
        Mark begun = fault.getContextMark() == null ? at : fault.getContextMark();
        if (at == null) {
            return new RulebookProblem(file, 0, "is not valid YAML: " + said);
        }
        if (said.startsWith("mapping values are not allowed")) {
            return secondColon(at);
        } else if (said.startsWith("expected <block end>")) {
            return blockEnd(said, at, begun);
        } else if (said.contains("document start>'") || said.startsWith("but found another document")) {
            return document(at);
        } else if (while_.contains("a simple key")) {
            return noColon(begun);
        } else if (while_.contains("a flow ")) {
            return bracket(begun, at, said);
        }
        RulebookProblem value = value(said, while_, at, begun);
        return value == null ? at(at, "is not valid YAML: " + RulebookProblem.oneLine(said)) : value;
    }

    /** What concerns a single value: quotes, escapes and characters that mean something to YAML. */
    private @Nullable RulebookProblem value(String said, String while_, Mark at, Mark begun) {
        Matcher escape = ESCAPE.matcher(said);
        Matcher start = START.matcher(said);
        if (said.contains("\\t(TAB)")) {
            return at(at, "a tab stands here; indent with spaces");
        } else if (start.find()) {
            return at(at, "a value that begins with " + start.group(1) + " must stand in quotes");
        } else if (while_.contains("a quoted scalar") || said.contains("end of stream")) {
            return at(begun, "the quote that begins here does not end; close it in the same line");
        } else if (escape.find()) {
            return at(
                    at,
                    "\\" + escape.group(1) + " means nothing between double quotes; write \\\\" + escape.group(1)
                            + ", or use single quotes");
        } else if (while_.contains("an alias") || while_.contains("an anchor") || said.contains("undefined alias")) {
            return at(at, "a value that begins with * or & must stand in quotes");
        } else if (while_.contains("a block scalar")) {
            return at(begun, "after > or | a text begins in the next line; here, put the value in quotes");
        } else if (said.startsWith("expected the node content")) {
            return at(at, "a value is missing here");
        }
        return null;
    }

    /** {@code title: a: b}, or a line that is indented although the one above it holds a value already. */
    private RulebookProblem secondColon(Mark at) {
        Matcher entry = ENTRY.matcher(line(at));
        if (entry.matches() && entry.end(2) < at.getColumn()) {
            String value = entry.group(3).replace("\\", "\\\\").replace("\"", "\\\"");
            return new RulebookProblem(
                    file,
                    at.getLine() + 1,
                    entry.start(3) + 1,
                    "a value with ': ' in it must stand in quotes: " + entry.group(2) + ": \"" + value + "\"");
        }
        int above = above(at.getLine());
        return new RulebookProblem(
                file,
                at.getLine() + 1,
                indent(at.getLine()) + 1,
                above < 0
                        ? "has a ':' where no key can stand"
                        : "belongs to nothing: line " + (above + 1) + " above it " + lacking(above)
                                + ". Indent this line like its neighbours, or end that one with ':'");
    }

    private String lacking(int above) {
        return lines.get(above).contains(": ") ? "has a value already" : "has no ':'";
    }

    /** A line of another depth than its neighbours, or more after a value that has ended. */
    private RulebookProblem blockEnd(String said, Mark at, Mark begun) {
        boolean entry =
                said.contains("block mapping start") || said.contains("block sequence start") || said.contains("'-'");
        int indent = indent(at.getLine());
        if (!entry && indent < at.getColumn()) {
            return at(
                    at,
                    "more stands here after a value that has ended; put the whole value in quotes, or write what follows in a line"
                            + " of its own");
        }
        int above = above(at.getLine());
        String neighbours = above < 0 || indent(above) == begun.getColumn()
                ? spaces(begun.getColumn())
                : spaces(indent(above)) + " of line " + (above + 1) + " or the " + begun.getColumn() + " of line "
                        + (begun.getLine() + 1);
        return new RulebookProblem(
                file,
                at.getLine() + 1,
                indent + 1,
                "is indented by " + spaces(indent)
                        + ", which fits no line above; indent it like its neighbours, by the " + neighbours);
    }

    private RulebookProblem document(Mark at) {
        String line = line(at).strip();
        return line.startsWith("---") || line.startsWith("...")
                ? at(at, "'" + line.substring(0, 3) + "' begins another document; a file holds one")
                : at(at, "is indented less than the first line of the file; indent both alike");
    }

    private RulebookProblem noColon(Mark begun) {
        String line = line(begun);
        Matcher noSpace = NO_SPACE.matcher(line);
        if (line.indexOf('\uff1a') >= 0) {
            return at(begun, "has the full-width colon \uff1a; write ':' and a space after the key");
        } else if (noSpace.matches()) {
            return at(begun, "lacks the space after the colon; write " + noSpace.group(1) + ": " + noSpace.group(2));
        }
        return at(begun, "has no ':' after its key; write key: value");
    }

    private RulebookProblem bracket(Mark begun, Mark at, String said) {
        char open = line(begun).length() > begun.getColumn() ? line(begun).charAt(begun.getColumn()) : '[';
        if (open != '[' && open != '{') {
            return at(at, "a value is missing here");
        }
        char close = open == '[' ? ']' : '}';
        boolean sameLine = at.getLine() == begun.getLine();
        if (line(begun).indexOf('\uff1a') >= 0) {
            return at(begun, "has the full-width colon \uff1a; write ':' and a space after each key");
        }
        return at(
                begun,
                "the " + open + " that begins here is not closed by " + close
                        + (sameLine && !said.contains("stream end")
                                ? ", or a comma is missing before column " + (at.getColumn() + 1)
                                : ""));
    }

    private RulebookProblem at(Mark mark, String message) {
        return new RulebookProblem(file, mark.getLine() + 1, mark.getColumn() + 1, message);
    }

    private String line(Mark mark) {
        return mark.getLine() < lines.size() ? lines.get(mark.getLine()) : "";
    }

    /** The nearest line above that is neither empty nor a comment; -1 if there is none. */
    private int above(int line) {
        for (int i = Math.min(line, lines.size()) - 1; i >= 0; i--) {
            String text = lines.get(i).strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                return i;
            }
        }
        return -1;
    }

    private int indent(int line) {
        String text = line < lines.size() ? lines.get(line) : "";
        return text.length() - text.stripLeading().length();
    }

    private static String spaces(int count) {
        return count == 1 ? "1 space" : count + " spaces";
    }
}
