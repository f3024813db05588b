package org.sekimori.rules;

import java.util.List;
import java.util.stream.Collectors;

/** A rulebook that cannot be put in force, with everything that is wrong with it. */
public final class RulebookException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final transient List<Problem> entries;

    public RulebookException(List<Problem> problems) {
        this(problems, List.of());
    }

    /**
     * @param entries one for each entry of a YAML file that is at fault, where one problem tells of several
     */
    RulebookException(List<Problem> problems, List<Problem> entries) {
        super(ProblemList.of(problems).stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = ProblemList.of(problems);
        this.entries = List.copyOf(entries);
    }

    RulebookException(String file, int line, String message) {
        this(List.of(new Problem(file, line, message)));
    }

    RulebookException(String file, int line, int column, String message) {
        this(List.of(new Problem(file, line, column, message)));
    }

    /** The entries that have to go so that the rest of the file can be read; empty: the one of the first problem. */
    List<Problem> entries() {
        return entries;
    }

    /** At least one; of very many the first, and how many more there are. */
    public List<Problem> problems() {
        return problems;
    }
}
