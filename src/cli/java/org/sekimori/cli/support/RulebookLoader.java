package org.sekimori.cli.support;

import java.nio.file.Path;
import java.util.List;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.server.LoadedRulebook;
import org.sekimori.server.UserFacingException;
import org.sekimori.trial.RulebookTrial.TrialLevel;

/** Loads the rulebooks of commands that need no service. */
public final class RulebookLoader {

    private RulebookLoader() {}

    /**
     * Reads and compiles a rulebook, and runs its tests.
     *
     * @param home countries put into the policy's defaults where the file names none; may be empty
     * @throws UserFacingException with every problem on a line of its own
     */
    public static LoadedRulebook load(Path folder, List<String> home) {
        return load(folder, home, TrialLevel.RULE_TESTS);
    }

    /**
     * Reads and compiles a rulebook without running its tests, for commands that change what these expect.
     *
     * @param home as of {@link #load}
     * @throws UserFacingException with every problem on a line of its own
     */
    public static LoadedRulebook loadUntested(Path folder, List<String> home) {
        return load(folder, home, TrialLevel.COMPILES);
    }

    private static LoadedRulebook load(Path folder, List<String> home, TrialLevel level) {
        try {
            return LoadedRulebook.check(
                    HomeCountryOverride.apply(RulebookFiles.read(folder), home), CommandRulebookTrial.get(), level);
        } catch (RulebookException e) {
            throw LoadedRulebook.refused(folder, e);
        }
    }

    /**
     * The same with home countries that are only a default: a policy that names some keeps them.
     *
     * @throws UserFacingException with every problem on a line of its own
     */
    public static LoadedRulebook loadWithDefault(Path folder, List<String> home) {
        LoadedRulebook loaded = load(folder, List.of());
        if (home.isEmpty() || !loaded.rulebook().policies().defaults().observing()) {
            return loaded;
        }
        loaded.rulebook().close();
        return load(folder, home);
    }
}
