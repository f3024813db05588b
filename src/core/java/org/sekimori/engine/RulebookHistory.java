package org.sekimori.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The active rulebook and its predecessors; an immutable value.
 *
 * @param now the latest activation
 * @param since when its rulebook became active and by whom; candidates and disabled rules do not change it
 * @param predecessors rulebooks that a rollback returns to, latest first; at most {@value #MOST_PAST}
 * @param withdrawn ids of rulebooks that were rolled back and not published again, latest first; at most {@value #MOST_PAST}
 */
public record RulebookHistory(
        LogEntry.RulebookActivation now, Predecessor since, List<Predecessor> predecessors, List<String> withdrawn) {

    private static final int MOST_PAST = 50;

    /**
     * A rulebook that was in force.
     *
     * @param rulebook its id
     * @param time when it was put in force
     * @param by who did that
     */
    public record Predecessor(String rulebook, Instant time, String by) {
        static Predecessor of(LogEntry.RulebookActivation activation) {
            return new Predecessor(activation.rulebook(), activation.time(), activation.by());
        }
    }

    public RulebookHistory {
        predecessors = List.copyOf(predecessors.subList(0, Math.min(MOST_PAST, predecessors.size())));
        withdrawn = List.copyOf(withdrawn.subList(0, Math.min(MOST_PAST, withdrawn.size())));
    }

    /** The first rulebook of a log. */
    public static RulebookHistory first(String rulebook, Instant time, String by) {
        LogEntry.RulebookActivation activation = new LogEntry.RulebookActivation(rulebook, time, by);
        return new RulebookHistory(activation, Predecessor.of(activation), List.of(), List.of());
    }

    /** Activates another rulebook, or the same with all its rules enabled; ends its role as a candidate. */
    public RulebookHistory publish(String rulebook, Instant time, String by) {
        List<Predecessor> before = new ArrayList<>(predecessors);
        if (!rulebook.equals(now.rulebook())) {
            before.add(0, since);
        }
        String candidate = rulebook.equals(now.candidate()) ? null : now.candidate();
        return new RulebookHistory(
                new LogEntry.RulebookActivation(rulebook, candidate, new TreeMap<>(), time, by),
                rulebook.equals(now.rulebook()) ? since : new Predecessor(rulebook, time, by),
                before,
                withdrawn.stream().filter(id -> !id.equals(rulebook)).toList());
    }

    /** Sets the candidate; null removes it. */
    public RulebookHistory withCandidate(@Nullable String rulebook, Instant time, String by) {
        return new RulebookHistory(
                new LogEntry.RulebookActivation(now.rulebook(), rulebook, now.off(), time, by),
                since,
                predecessors,
                withdrawn);
    }

    /** A rule of the one that decides is switched off. */
    public RulebookHistory disableRule(String rule, String reason, Instant time, String by) {
        TreeMap<String, String> off = new TreeMap<>(now.off());
        off.put(rule, reason);
        return new RulebookHistory(
                new LogEntry.RulebookActivation(now.rulebook(), now.candidate(), off, time, by),
                since,
                predecessors,
                withdrawn);
    }

    /**
     * Returns to an earlier rulebook and forgets the later ones, so that a second rollback goes further back.
     *
     * @param to id of an earlier rulebook, or the beginning of it; null for the previous one
     * @return empty without an earlier one
     */
    public Optional<RulebookHistory> rollback(@Nullable String to, Instant time, String by) {
        for (int i = 0; i < predecessors.size(); i++) {
            String rulebook = predecessors.get(i).rulebook();
            if (to == null || rulebook.startsWith(to)) {
                List<String> away = new ArrayList<>(withdrawn);
                predecessors.subList(0, i).forEach(one -> away.add(0, one.rulebook()));
                away.add(0, now.rulebook());
                away.removeIf(rulebook::equals);
                return Optional.of(new RulebookHistory(
                        new LogEntry.RulebookActivation(rulebook, null, new TreeMap<>(), time, by),
                        new Predecessor(rulebook, time, by),
                        predecessors.subList(i + 1, predecessors.size()),
                        away));
            }
        }
        return Optional.empty();
    }
}
