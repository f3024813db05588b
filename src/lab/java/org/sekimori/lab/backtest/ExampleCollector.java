package org.sekimori.lab.backtest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.AccountState;
import org.sekimori.engine.AccountStateCodec;
import org.sekimori.mail.Decision;
import org.sekimori.mail.MailEvent;

/**
 * Keeps the earliest messages at which an account was newly refused or flagged, a few for each rule. Which ones does not depend on
 * who saw them first, so every number of threads keeps the same.
 */
final class ExampleCollector {

    private final int most;
    private final SortedMap<String, TreeSet<Example>> byRule = new TreeMap<>();

    /** The candidate's effect on the account, for the first time and unlike the baseline. */
    enum Effect {
        REFUSED,
        FLAGGED
    }

    /**
     * A message with the state to decide it again.
     *
     * @param state the account's state before it under the candidate; null without one
     */
    record Example(Effect what, String rule, MailEvent event, Decision decision, byte @Nullable [] state) {

        private static final Comparator<Example> ORDER = Comparator.comparing(
                        (Example one) -> one.event().time())
                .thenComparing(one -> one.event().account())
                .thenComparing(one -> one.event().id());
    }

    ExampleCollector(int most) {
        this.most = most;
    }

    /**
     * Considers a counted message.
     *
     * @param account the comparison before this message
     */
    void offer(
            AccountComparison account,
            MailEvent event,
            @Nullable Decision was,
            Decision would,
            @Nullable AccountState before) {
        if (AccountComparison.refused(would) && !AccountComparison.refused(was) && account.newlyRefused.messages == 0) {
            keep(Effect.REFUSED, AccountComparison.acting(would), event, would, before);
        }
        for (String rule : would.flags()) {
            if ((was == null || !was.flags().contains(rule))
                    && !account.flagsBaseline.containsKey(rule)
                    && !account.flagsCandidate.containsKey(rule)) {
                keep(Effect.FLAGGED, rule, event, would, before);
            }
        }
    }

    private void keep(Effect what, String rule, MailEvent event, Decision would, @Nullable AccountState before) {
        TreeSet<Example> kept = byRule.computeIfAbsent(what + " " + rule, key -> new TreeSet<>(Example.ORDER));
        Example last = kept.isEmpty() ? null : kept.last();
        if (kept.size() < most
                || last != null && event.time().compareTo(last.event().time()) <= 0) {
            kept.add(new Example(what, rule, event, would, before == null ? null : AccountStateCodec.encode(before)));
            trim(kept);
        }
    }

    private void trim(TreeSet<Example> kept) {
        while (kept.size() > most) {
            kept.pollLast();
        }
    }

    /** Adds another thread's examples. */
    void add(ExampleCollector other) {
        other.byRule.forEach((key, more) -> {
            TreeSet<Example> kept = byRule.computeIfAbsent(key, none -> new TreeSet<>(Example.ORDER));
            kept.addAll(more);
            trim(kept);
        });
    }

    /** The chosen examples, up to the limit: rules take turns, each with its earliest first; one account once for a rule. */
    List<Example> chosen() {
        List<Example> chosen = new ArrayList<>();
        List<List<Example>> queues =
                byRule.values().stream().map(kept -> List.copyOf(kept)).toList();
        for (int turn = 0; turn < most; turn++) {
            for (List<Example> queue : queues) {
                if (turn < queue.size() && chosen.size() < most) {
                    chosen.add(queue.get(turn));
                }
            }
        }
        return chosen;
    }
}
