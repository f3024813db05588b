package org.sekimori.rules;

import java.util.List;
import java.util.stream.Collectors;

/** A rulebook that cannot be put in force, with everything that is wrong with it. */
public final class RulebookException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final transient List<UnknownKeys.Entry> entries;

    public RulebookException(List<Problem> problems) {
        this(problems, List.of());
    }

    /**
     * @param entries those of a YAML file whose keys are not known; one problem may tell of several
     */
    RulebookException(List<Problem> problems, List<UnknownKeys.Entry> entries) {
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

    /** The entries whose keys are not known; empty: the problem is another one. */
    List<UnknownKeys.Entry> entries() {
        return entries;
    }

    /** At least one; of very many the first, and how many more there are. */
    public List<Problem> problems() {
        return problems;
    }
}
