package org.sekimori.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is in force and what was before it: a value that each change replaces.
 *
 * @param now the last activation
 * @param since since when its rulebook decides, and who put it in force; candidates and rules switched off change nothing in that
 * @param past the rulebooks that a rollback goes back to, the last one first; at most {@value #MOST_PAST}
 * @param withdrawn ids of those that a rollback took out of force and nobody published again, the last one first; at most
 *     {@value #MOST_PAST}
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

    /** Another rulebook decides, or the same with all its rules on; it is no candidate any more if it was one. */
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

    /** A rulebook is asked beside the one that decides; null ends that. */
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
     * An earlier rulebook decides again, and what came after it is forgotten; so going back twice goes back further.
     *
     * @param to id of one that was in force before, or the beginning of it; null for the last one
     * @return empty if there is none to go back to
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
