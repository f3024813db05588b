package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Origin;
import org.sekimori.mail.Verdict;
import org.sekimori.text.CountPhrase;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whom a rulebook would have refused, as far back as is asked for; and what the answer leaves out. */
final class RolloutTally {

    private final Instant from;
    private final int days;
    private final Map<Account, RefusedAccount> refused = new HashMap<>();
    private final SortedMap<Account, Integer> quarantined = new TreeMap<>();
    private long decided;
    private long before;
    private long leftOut;

    /** Refusals of one account. */
    private static final class RefusedAccount {
        private final SortedMap<String, Integer> rules = new TreeMap<>();
        private final SortedMap<String, Integer> places = new TreeMap<>();
        private int messages;
        private Instant last = Instant.EPOCH;

        void add(Decision decision) {
            messages++;
            last = decision.time().isAfter(last) ? decision.time() : last;
            rules.merge(decision.findings().get(0).rule(), 1, Integer::sum);
            Origin origin = decision.origin();
            places.merge(origin instanceof Origin.Country c ? c.country() : origin.kind(), 1, Integer::sum);
        }
    }

    /**
     * Nothing yet.
     *
     * @param from earlier decisions are only counted
     * @param days how long ago that is
     */
    RolloutTally(Instant from, int days) {
        this.from = from;
        this.days = days;
    }

    /** Counts a decision by what it said or, for advice, would have said. */
    void add(Decision decision) {
        decided++;
        Verdict wanted = decision.would() == null ? decision.verdict() : decision.would();
        if (decision.time().isBefore(from)) {
            before += wanted.refuses() ? 1 : 0;
        } else if (wanted.refuses()) {
            refused.computeIfAbsent(decision.account(), a -> new RefusedAccount())
                    .add(decision);
        } else if (wanted instanceof Verdict.Quarantine) {
            quarantined.merge(decision.account(), 1, Integer::sum);
        }
    }

    /** Takes note of an imported submission that is not judged. */
    void leaveOut() {
        leftOut++;
    }

    /** What the answer leaves out, with the option that brings it in; without these lines a short answer would look like a good one. */
    List<String> hints() {
        List<String> hints = new ArrayList<>();
        if (decided == 0 && leftOut == 0) {
            hints.add("the log has no submission yet, so nothing was judged");
        }
        if (leftOut > 0) {
            hints.add(CountPhrase.of(leftOut, "imported submission was", "imported submissions were")
                    + " not judged; --history judges them, too");
        }
        if (before > 0) {
            hints.add(CountPhrase.of(before, "message", "messages") + " would have been refused before the last "
                    + days(days) + "; --days counts further back");
        }
        return hints;
    }

    /** Prints one JSON object a line. */
    void json(PrintWriter out) {
        sorted().forEach(one -> {
            RefusedAccount what = one.getValue();
            ObjectNode line = JsonMapper.shared().createObjectNode();
            line.put("account", one.getKey().name()).put("messages", what.messages);
            line.put("last", what.last.toString());
            what.places.forEach(line.putObject("from")::put);
            what.rules.forEach(line.putObject("rules")::put);
            out.println(line);
        });
        quarantined.forEach((account, messages) -> out.println(JsonMapper.shared()
                .createObjectNode()
                .put("account", account.name())
                .put("quarantined", messages)));
    }

    /** Prints tables for people. */
    void table(PrintWriter out) {
        List<Map.Entry<Account, RefusedAccount>> sorted = sorted();
        long messages =
                sorted.stream().mapToLong(one -> one.getValue().messages).sum();
        out.printf(
                "%s would have been refused in the last %s, %s in all.%n",
                CountPhrase.of(sorted.size(), "account"), days(days), CountPhrase.of(messages, "message"));
        if (!sorted.isEmpty()) {
            out.printf("%n%-36s %8s  %-20s  %-24s %s%n", "account", "messages", "last", "from", "by");
        }
        sorted.forEach(one -> out.printf(
                "%-36s %8d  %-20s  %-24s %s%n",
                one.getKey(),
                one.getValue().messages,
                one.getValue().last.truncatedTo(ChronoUnit.SECONDS),
                String.join(" ", one.getValue().places.keySet()),
                String.join(", ", one.getValue().rules.keySet())));
        if (!quarantined.isEmpty()) {
            quarantine(out);
        }
    }

    /** Quarantined mail is no refusal: it is late, and nobody has to be told before. */
    private void quarantine(PrintWriter out) {
        long messages =
                quarantined.values().stream().mapToLong(Integer::longValue).sum();
        out.printf(
                "%n%s would have been quarantined, of %s.%n",
                CountPhrase.of(messages, "message"), CountPhrase.of(quarantined.size(), "account"));
        quarantined.forEach((account, number) -> out.printf("%-36s %8d%n", account, number));
    }

    private List<Map.Entry<Account, RefusedAccount>> sorted() {
        return refused.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Account, RefusedAccount> e) -> -e.getValue().messages)
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    private static String days(int days) {
        return days == 1 ? "day" : days + " days";
    }
}
