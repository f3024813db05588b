package org.sekimori.stream.rulebook;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.trial.RulebookTrial;

/**
 * Conditions on which this instance accepts rulebooks, from people and from the log.
 *
 * @param home home countries for every rulebook published here that names none; may be empty
 * @param trial the trial that a rulebook must pass before it is compiled in this process
 * @param keys authenticate instances' records on the log
 * @param vouched id of the active rulebook without a MAC that is to be signed; null: none
 */
public record RulebookAcceptancePolicy(
        List<String> home,
        RulebookTrial trial,
        RulebookHmacKeys keys,
        @Nullable String vouched) {

    public RulebookAcceptancePolicy {
        home = List.copyOf(home);
    }

    /** Without keys. */
    public static RulebookAcceptancePolicy of(List<String> home, RulebookTrial trial) {
        return new RulebookAcceptancePolicy(home, trial, RulebookHmacKeys.NONE, null);
    }
}
