package org.sekimori.rules.source;

import java.util.List;
import java.util.stream.Collectors;

/** A rulebook that cannot be put in force, with everything that is wrong with it. */
public final class RulebookException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<RulebookProblem> problems;
    private final transient List<UnknownKeyProblems.Entry> entries;

    public RulebookException(List<RulebookProblem> problems) {
        this(problems, List.of());
    }

    /**
     * @param entries those of a YAML file whose keys are not known; one problem may tell of several
     */
    RulebookException(List<RulebookProblem> problems, List<UnknownKeyProblems.Entry> entries) {
        super(BoundedProblemList.of(problems).stream()
                .map(RulebookProblem::toString)
                .collect(Collectors.joining("\n")));
        this.problems = BoundedProblemList.of(problems);
        this.entries = List.copyOf(entries);
    }

    public RulebookException(String file, int line, String message) {
        this(List.of(new RulebookProblem(file, line, message)));
    }

    public RulebookException(String file, int line, int column, String message) {
        this(List.of(new RulebookProblem(file, line, column, message)));
    }

    /** The entries whose keys are not known; empty: the problem is another one. */
    List<UnknownKeyProblems.Entry> entries() {
        return entries;
    }

    /** At least one; of very many the first, and how many more there are. */
    public List<RulebookProblem> problems() {
        return problems;
    }
}
