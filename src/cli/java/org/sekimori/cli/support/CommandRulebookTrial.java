package org.sekimori.cli.support;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.ReplayEngines;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.server.Installation;
import org.sekimori.server.UserFacingException;
import org.sekimori.trial.ProcessRulebookTrial;
import org.sekimori.trial.RulebookTrial.TrialLevel;
import org.sekimori.trial.TrialResult;
import org.sekimori.trial.TrialSettings;
import org.springframework.boot.convert.DurationStyle;

/**
 * Rulebook trials of commands without a service. Settings come from the variables of the service's properties; passed trials are
 * remembered per user.
 */
public final class CommandRulebookTrial {

    private static final String DEADLINE = "SEKIMORI_RULEBOOKS_TRIAL_DEADLINE";
    private static final String ISOLATION = "SEKIMORI_RULEBOOKS_TRIAL_ISOLATION";

    private CommandRulebookTrial() {}

    private static final class Holder {
        private static final ProcessRulebookTrial TRIAL =
                new ProcessRulebookTrial(settings(System::getenv), Installation.MAIN_CLASS);
    }

    /**
     * The one of this process.
     *
     * @throws UserFacingException if a variable cannot be understood
     */
    public static ProcessRulebookTrial get() {
        try {
            return Holder.TRIAL;
        } catch (ExceptionInInitializerError e) {
            if (e.getCause() instanceof UserFacingException failed) {
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
                            ? TrialSettings.IsolationLevel.BEST_EFFORT
                            : TrialSettings.IsolationLevel.valueOf(
                                    isolation.toUpperCase(Locale.ROOT).replace('-', '_')),
                    remembered(variables),
                    false);
        } catch (IllegalArgumentException e) {
            throw new UserFacingException(DEADLINE + " or " + ISOLATION + " cannot be understood: " + e.getMessage());
        }
    }

    private static @Nullable Path remembered(UnaryOperator<@Nullable String> variables) {
        @Nullable String cache = variables.apply("XDG_CACHE_HOME");
        Path home = Path.of(System.getProperty("user.home", ""));
        Path folder = cache == null || cache.isEmpty() ? home.resolve(".cache") : Path.of(cache);
        return folder.isAbsolute() ? folder.resolve("sekimori").resolve("accepted-rulebooks") : null;
    }

    /** The checks of {@code rules check}, as {@link RulebookCheck.Check}. */
    public static RulebookCheck.CheckReport checked(RulebookFiles files, @Nullable String lock, boolean record)
            throws RulebookException {
        TrialResult verdict = get().check(files, lock, record);
        return new RulebookCheck.CheckReport(
                verdict.rulebook().isEmpty() ? files.id() : verdict.rulebook(),
                verdict.rules(),
                verdict.ruleTests(),
                verdict.errors(),
                verdict.warnings(),
                files,
                verdict.lock());
    }

    /**
     * Engines for the rulebooks of a log, each tried before it is compiled here, because anyone who may write to the log can have
     * put it there.
     */
    public static ReplayEngines recorded(Function<String, RulebookFiles> texts) {
        return new ReplayEngines(id -> {
            RulebookFiles files = texts.apply(id);
            try {
                get().requirePass(files, TrialLevel.COMPILES);
                return files;
            } catch (RulebookException e) {
                throw new IllegalStateException(
                        "rulebook " + id + " does not compile in this version: " + e.getMessage(), e);
            }
        });
    }
}
