package org.sekimori.recount;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the recount found.
 *
 * @param accounts accounts with mail events
 * @param attempts different attempts, imported past included
 * @param history of these, imported past, about which nothing may be decided
 * @param repetitions records that repeat an attempt
 * @param decisions committed decisions
 * @param verified decisions that the independent judge had an opinion about
 * @param answers answers that doors gave from the log
 * @param fallbackAgreed answers that doors gave on their own and that the decision agrees with
 * @param fallbackDiffered answers that doors gave on their own and that the decision contradicts
 * @param fallbackUndecided answers that doors gave on their own about events that the log does not know or has not decided
 * @param mostSent messages let through of the sender domain with the most of them
 * @param mostTold the largest sum of a sender domain that any account was told
 * @param types records of the topic of events by type, mail events also by kind
 * @param faults number of faults of each kind that was found
 * @param problems the first 20 faults in words
 */
public record RecountReport(
        long accounts,
        long attempts,
        long history,
        long repetitions,
        long decisions,
        long verified,
        long answers,
        long fallbackAgreed,
        long fallbackDiffered,
        long fallbackUndecided,
        long mostSent,
        long mostTold,
        Map<String, Long> types,
        Map<LogInconsistency, Long> faults,
        List<String> problems) {

    public RecountReport {
        types = Map.copyOf(types);
        faults = Map.copyOf(faults);
        problems = List.copyOf(problems);
    }

    /** Whether the log is without fault. Fallbacks that differ are none: a door that does not wait cannot know. */
    public boolean ok() {
        return faults.isEmpty();
    }

    /** A table for people. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        row(table, "accounts", accounts);
        row(table, "attempts", attempts);
        row(table, "  of these imported past", history);
        row(table, "  repeated records", repetitions);
        row(table, "decisions", decisions);
        row(table, "  of these judged independently", verified);
        row(table, "answers from the log", answers);
        row(table, "answers by fallback, agreed", fallbackAgreed);
        row(table, "answers by fallback, differed", fallbackDiffered);
        row(table, "answers by fallback, undecided", fallbackUndecided);
        row(table, "messages of the busiest sender domain", mostSent);
        row(table, "  largest sum that was told", mostTold);
        types.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(type -> row(table, "records: " + type.getKey(), type.getValue()));
        for (LogInconsistency fault : LogInconsistency.values()) {
            row(table, "FAULT " + fault.description(), faults.getOrDefault(fault, 0L));
        }
        problems.forEach(problem -> table.append(problem).append('\n'));
        return table.append(ok() ? "OK" : "NOT OK").toString();
    }

    private static void row(StringBuilder table, String name, long number) {
        table.append(String.format(Locale.ROOT, "%-62s %,12d%n", name, number));
    }
}
