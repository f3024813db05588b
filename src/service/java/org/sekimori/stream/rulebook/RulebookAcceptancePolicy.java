package org.sekimori.stream.rulebook;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.trial.RulebookTrial;

/**
 * Under which terms this instance takes rulebooks, from people and from the log.
 *
 * @param home countries that are put into every rulebook that is published here and names none; may be empty
 * @param trial what a rulebook must pass before it is compiled in this process
 * @param keys by which records on the log are known to be of an instance
 * @param vouched id of the rulebook that is in force on the log without a MAC and shall get one; null: none
 */
public record RulebookAcceptancePolicy(
        List<String> home,
        RulebookTrial trial,
        RulebookSigningKeys keys,
        @Nullable String vouched) {

    public RulebookAcceptancePolicy {
        home = List.copyOf(home);
    }

    /** Without keys. */
    public static RulebookAcceptancePolicy of(List<String> home, RulebookTrial trial) {
        return new RulebookAcceptancePolicy(home, trial, RulebookSigningKeys.NONE, null);
    }
}
