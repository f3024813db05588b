package org.sekimori.stream.rulebook;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.RuleHitCount;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/**
 * Where people see which rulebook decides, and change it. All methods may be called by any thread; those that change something
 * wait until this instance has read the change from the log.
 */
public interface RulebookAdmin {

    /**
     * What is known now.
     *
     * @param inForce what was activated last, and what was before
     * @param rulebook the one that decides
     * @param candidate the one that is asked beside it, null if none is
     * @param refused the last one that was to be published and was refused, null once another one was published
     */
    record RulebookState(
            RulebookHistory inForce,
            Rulebook rulebook,
            @Nullable Rulebook candidate,
            @Nullable RefusedRulebook refused) {}

    /** A rulebook that was refused. */
    record RefusedRulebook(Instant time, String by, List<RulebookProblem> problems) {}

    /** What rules did in the last hour and in the last 24, by rule and role. */
    record RecentRuleCount(RuleHitCount hour, RuleHitCount day) {}

    RulebookState state();

    /** What the rules did, by role and rule, such as {@code enforce send-limit}. Counts arrive after some seconds. */
    SortedMap<String, RecentRuleCount> recentCounts();

    /**
     * Checks a rulebook, runs its cases, stores it, and lets it decide.
     *
     * @param asCandidate lets it be asked beside the one that decides instead
     * @throws RulebookException with everything that is wrong; the one in force stays, and {@link RulebookState#refused} says why
     * @throws org.sekimori.trial.TrialsBusyException if too many are being tried at the moment
     * @throws IllegalStateException if the log does not take it
     */
    RulebookState publish(RulebookFiles files, boolean asCandidate, String by) throws RulebookException;

    /**
     * Lets an earlier rulebook decide again.
     *
     * @param to its id or the beginning of it, null for the last one
     * @throws IllegalArgumentException if there is none to go back to
     */
    RulebookState rollback(@Nullable String to, String by);

    /** Asks the candidate no more; nothing happens if there is none. */
    RulebookState dropCandidate(String by);

    /**
     * Records that a rulebook was refused before it came here, such as one whose folder cannot be read, in the audit trail too.
     *
     * @param rulebook its id, empty if it has none
     */
    void recordRefusal(String by, String rulebook, List<RulebookProblem> problems);

    /** Takes back what {@link #refuse} recorded last, if it was recorded by the same: what could not be read is as it was again. */
    default void withdrawRefusal(String by) {}

    /** The text of a rulebook that is on the log, such as one that was in force. */
    java.util.Optional<RulebookFiles> files(String id);
}
