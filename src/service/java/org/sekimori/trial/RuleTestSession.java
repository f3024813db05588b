package org.sekimori.trial;

import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** Runs the tests of several rulebooks, one after the other; closed by its user. */
@FunctionalInterface
public interface RuleTestSession extends AutoCloseable {

    /**
     * Runs a rulebook's tests and receives lines with the results.
     *
     * @param options passed on to {@link TrialWorker.RuleTestRun}
     * @param line receives each line at once
     * @param unwanted whether long work is cancelled
     * @return whether all passed
     * @throws RulebookException if the rulebook cannot be used or tried
     */
    boolean runRuleTests(
            RulebookFiles files, SortedMap<String, String> options, Consumer<String> line, BooleanSupplier unwanted)
            throws RulebookException;

    @Override
    default void close() {}
}
