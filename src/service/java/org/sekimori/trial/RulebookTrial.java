package org.sekimori.trial;

import java.util.List;
import java.util.Map;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/** Tries whether an offered rulebook may be compiled in this process. Thread-safe. */
public interface RulebookTrial {

    /** The first argument of a process that is a child of a trial, see {@link TrialWorker#serve}. */
    String COMMAND = "trial-of-rulebooks";

    // Names of a request's options.
    /** The checks of {@code rules check}. */
    String CHECK = "check";
    /** The text of {@code versions.lock}. */
    String LOCK = "lock";
    /** Computes a new {@code versions.lock}. */
    String RECORD = "record";
    /** How much, one of {@link TrialLevel}. */
    String ASKED = "asked";
    /** Runs the rule tests, with lines of results. */
    String RULE_TESTS = "round";

    /** Levels of a trial; each includes those before it. */
    enum TrialLevel {
        /** It compiles. A rulebook that is in force on the log need not pass more. */
        COMPILES,
        /** Its cases hold, too. */
        RULE_TESTS,
        /** Also the checks of {@code rules check}, without recorded versions. */
        AGREEMENTS
    }

    /**
     * Compiles a rulebook elsewhere; one that has passed before is not tried again.
     *
     * @throws RulebookException with everything that is wrong, also if the trial took too long or ended otherwise
     * @throws TrialsBusyException if too many are tried at the moment
     */
    void requirePass(RulebookFiles files, TrialLevel level) throws RulebookException;

    /** The limits in effect, for people. */
    Map<String, String> limits();

    /** A problem that is not in a file. */
    static RulebookException refused(String sentence) {
        return new RulebookException(List.of(new RulebookProblem(".", 0, sentence)));
    }
}
