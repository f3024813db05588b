package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.text.EscapedText;

/** Formats problems of a rulebook: the place, and the faulty line with a caret under the column. */
final class RulebookProblemText {

    private static final int WIDEST = 160;

    private final Path folder;
    private final @Nullable RulebookFiles files;

    /**
     * @param files the folder's files; null if they could not be read
     */
    RulebookProblemText(Path folder, @Nullable RulebookFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /** @param level {@code error} or {@code warning} */
    void print(PrintWriter out, RulebookProblem problem, String level) {
        String place = file(problem) + problem.place().substring(problem.file().length());
        out.println(place + ": " + level + ": " + problem.message());
        if (files != null) {
            source(out, files.files().getOrDefault(problem.file(), ""), problem);
        }
    }

    /** As the user can open it; a folder that cannot be read names itself. */
    String file(RulebookProblem problem) {
        return files == null
                ? problem.file()
                : folder.resolve(problem.file()).normalize().toString();
    }

    private static void source(PrintWriter out, String text, RulebookProblem problem) {
        List<String> lines = text.lines().toList();
        if (problem.line() < 1 || problem.line() > lines.size()) {
            return;
        }
        String line = lines.get(problem.line() - 1);
        int column = Math.min(Math.max(problem.column() - 1, 0), line.length());
        int from = line.length() <= WIDEST ? 0 : Math.max(0, Math.min(column - WIDEST / 2, line.length() - WIDEST));
        String shown = line.substring(from, Math.min(line.length(), from + WIDEST));
        out.println("    " + visible(shown));
        if (problem.column() > 0) {
            // Tabs stay tabs, so that the caret is at the editor's column.
            out.println("    " + visible(shown.substring(0, column - from)).replaceAll("[^\t]", " ") + "^");
        }
    }

    private static String visible(String line) {
        return Stream.of(line.split("\t", -1)).map(EscapedText::of).collect(Collectors.joining("\t"));
    }
}
