package org.sekimori.web.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/**
 * The files of a refused rulebook that have errors, each error at its line.
 *
 * @param files those with errors at a line, as far as they are shown
 * @param elsewhere errors without a line that is shown
 */
record RefusedText(List<File> files, List<RulebookProblem> elsewhere) {

    private static final int MOST_FILES = 20;

    /** Files up to so many lines are shown whole; of longer ones so many around each error. */
    private static final int WHOLE = 300;

    private static final int AROUND = 12;

    /** A file; lines that are left out show as a jump in their numbers. */
    record File(String name, List<RuleText.Line> lines) {}

    static RefusedText of(@Nullable RulebookFiles files, List<RulebookProblem> problems) {
        List<File> shown = new ArrayList<>();
        List<RulebookProblem> elsewhere = new ArrayList<>();
        for (String name :
                new TreeSet<>(problems.stream().map(RulebookProblem::file).toList())) {
            List<RulebookProblem> own =
                    problems.stream().filter(one -> one.file().equals(name)).toList();
            String text = files == null ? "" : files.files().getOrDefault(name, "");
            List<RuleText.Line> lines =
                    shown.size() >= MOST_FILES || text.isEmpty() ? List.of() : around(name, text, own);
            if (!lines.isEmpty()) {
                shown.add(new File(name, lines));
            }
            own.stream()
                    .filter(one -> lines.stream().noneMatch(line -> line.number() == one.line()))
                    .forEach(elsewhere::add);
        }
        return new RefusedText(shown, elsewhere);
    }

    private static List<RuleText.Line> around(String name, String text, List<RulebookProblem> problems) {
        List<RuleText.Line> all = RuleText.lines(name, text, problems);
        return all.size() <= WHOLE
                ? all
                : all.stream()
                        .filter(line -> problems.stream()
                                .anyMatch(one -> one.line() > 0 && Math.abs(one.line() - line.number()) <= AROUND))
                        .toList();
    }
}
