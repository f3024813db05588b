package org.sekimori.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.backtest.RecordedRulebooks;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;
import org.sekimori.trial.ChildTrial;
import org.sekimori.trial.RulebookTrial.Asked;
import org.sekimori.trial.TrialSettings;
import org.sekimori.trial.Verdict;
import org.springframework.boot.convert.DurationStyle;

/**
 * How commands that need no service try a rulebook. They know no file of settings, so the variables of the service's properties count,
 * and what was accepted is remembered for the user.
 */
final class CommandTrial {

    private static final String DEADLINE = "SEKIMORI_RULEBOOKS_TRIAL_DEADLINE";
    private static final String ISOLATION = "SEKIMORI_RULEBOOKS_TRIAL_ISOLATION";

    private CommandTrial() {}

    private static final class Holder {
        private static final ChildTrial TRIAL = new ChildTrial(settings(System::getenv), Sekimori.class);
    }

    /**
     * The one of this process.
     *
     * @throws CommandFailed if a variable cannot be understood
     */
    static ChildTrial get() {
        try {
            return Holder.TRIAL;
        } catch (ExceptionInInitializerError e) {
            if (e.getCause() instanceof CommandFailed failed) {
                throw failed;
            }
            throw e;
        }
    }

    static TrialSettings settings(UnaryOperator<@Nullable String> variables) {
        @Nullable String deadline = variables.apply(DEADLINE);
        @Nullable String isolation = variables.apply(ISOLATION);
        try {
            return new TrialSettings(
                    deadline == null || deadline.isEmpty()
                            ? TrialSettings.DEADLINE
                            : DurationStyle.detectAndParse(deadline),
                    isolation == null || isolation.isEmpty()
                            ? TrialSettings.Required.BEST_EFFORT
                            : TrialSettings.Required.valueOf(
                                    isolation.toUpperCase(Locale.ROOT).replace('-', '_')),
                    remembered(variables),
                    false);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(DEADLINE + " or " + ISOLATION + " cannot be understood: " + e.getMessage());
        }
    }

    private static @Nullable Path remembered(UnaryOperator<@Nullable String> variables) {
        @Nullable String cache = variables.apply("XDG_CACHE_HOME");
        Path home = Path.of(System.getProperty("user.home", ""));
        Path folder = cache == null || cache.isEmpty() ? home.resolve(".cache") : Path.of(cache);
        return folder.isAbsolute() ? folder.resolve("sekimori").resolve("accepted-rulebooks") : null;
    }

    /** All that {@code rules check} says, as {@link RulebookCheck.Check}. */
    static RulebookCheck.Report checked(RulebookFiles files, @Nullable String lock, boolean record)
            throws RulebookException {
        Verdict verdict = get().check(files, lock, record);
        return new RulebookCheck.Report(
                verdict.rulebook().isEmpty() ? files.id() : verdict.rulebook(),
                verdict.rules(),
                verdict.cases(),
                verdict.errors(),
                verdict.warnings(),
                files,
                verdict.lock());
    }

    /** Rulebooks of a log, each tried before it is compiled here: whoever can write to the log can have put it there. */
    static RecordedRulebooks recorded(Function<String, RulebookFiles> texts) {
        return new RecordedRulebooks(id -> {
            RulebookFiles files = texts.apply(id);
            try {
                get().pass(files, Asked.COMPILES);
                return files;
            } catch (RulebookException e) {
                throw new IllegalStateException(
                        "rulebook " + id + " does not compile in this version: " + e.getMessage(), e);
            }
        });
    }
}
