package org.sekimori.web.now;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.json.RecordedDecision;

/**
 * The decisions of the last hour, as far as the first page shows them, in bounded memory however many there are: counts by ten seconds, counts
 * by account and country for each minute, and the latest {@value #MOST_SHOWN}. Of mail that passes at most {@value #SHOWN_A_SECOND} a second
 * are kept for showing, of what was stopped or flagged {@value #NOTABLE_A_SECOND}; all are counted. Thread-safe.
 */
final class TrafficWindow {

    static final Duration SPAN = Duration.ofHours(1);
    static final int SLOT_SECONDS = 10;
    static final int LEAST_SLOTS = 60;
    static final int MOST_SHOWN = 200;
    static final int SHOWN_A_SECOND = 10;
    static final int NOTABLE_A_SECOND = 40;

    /** Accounts that are counted in one minute; further ones are left out, and the page says so. */
    static final int MOST_ACCOUNTS = 3_000;

    private static final int MINUTE_SECONDS = 60;

    private final Clock clock;
    private final TreeMap<Long, VerdictCounts> slots = new TreeMap<>();
    private final TreeMap<Long, Minute> minutes = new TreeMap<>();
    private final Deque<LiveDecision> latest = new ArrayDeque<>();
    private long number;
    private long second;
    private int shownThisSecond;
    private int notableThisSecond;

    private static final class Minute {
        private final Map<String, VerdictCounts> accounts = new HashMap<>();
        private final Map<String, VerdictCounts> countries = new HashMap<>();
        private boolean full;
    }

    /** Counts of one name. */
    public record Count(String name, VerdictCounts counts) {}

    /**
     * The verdicts of ten seconds.
     *
     * @param from their beginning, in seconds since 1970
     */
    record Slot(long from, VerdictCounts counts) {}

    public TrafficWindow(Clock clock) {
        this.clock = clock;
    }

    /** Counts a decision; one that is older than an hour is left out. */
    public synchronized void add(RecordedDecision decision) {
        long now = clock.instant().getEpochSecond();
        long time = Math.min(decision.time().getEpochSecond(), now);
        forget(now);
        if (time <= now - SPAN.toSeconds()) {
            return;
        }
        if (decision.trigger() == null) {
            slots.merge(time / SLOT_SECONDS, VerdictCounts.NONE.plus(decision.verdict()), VerdictCounts::plus);
            Minute minute = minutes.computeIfAbsent(time / MINUTE_SECONDS, key -> new Minute());
            if (minute.accounts.size() < MOST_ACCOUNTS || minute.accounts.containsKey(decision.account())) {
                count(minute.accounts, decision.account(), decision.verdict());
            } else {
                minute.full = true;
            }
            @Nullable String country = decision.origin().country();
            count(minute.countries, country == null ? "" : country, decision.verdict());
        }
        show(decision, now);
    }

    private static void count(Map<String, VerdictCounts> counts, String name, String verdict) {
        counts.merge(name, VerdictCounts.NONE.plus(verdict), VerdictCounts::plus);
    }

    private void show(RecordedDecision decision, long now) {
        if (now != second) {
            second = now;
            shownThisSecond = 0;
            notableThisSecond = 0;
        }
        LiveDecision shown = LiveDecision.of(number + 1, decision);
        boolean room = shown.notable() ? notableThisSecond++ < NOTABLE_A_SECOND : shownThisSecond++ < SHOWN_A_SECOND;
        if (room) {
            number++;
            latest.addFirst(shown);
            if (latest.size() > MOST_SHOWN) {
                latest.removeLast();
            }
        }
    }

    private void forget(long now) {
        slots.headMap((now - SPAN.toSeconds()) / SLOT_SECONDS).clear();
        minutes.headMap((now - SPAN.toSeconds()) / MINUTE_SECONDS).clear();
    }

    /** The latest decisions with a higher number, newest first. */
    synchronized List<LiveDecision> after(long last, int most) {
        List<LiveDecision> found = new ArrayList<>();
        for (Iterator<LiveDecision> all = latest.iterator(); all.hasNext() && found.size() < most; ) {
            LiveDecision one = all.next();
            if (one.number() <= last) {
                break;
            }
            found.add(one);
        }
        return found;
    }

    /** Number of the latest decision that is shown. */
    synchronized long last() {
        return number;
    }

    /**
     * Counts by ten seconds without gaps, the current ten seconds left out, since they are not over: of the last hour, or since the first
     * decision of it, but at least of ten minutes.
     */
    synchronized List<Slot> slots() {
        long now = clock.instant().getEpochSecond();
        forget(now);
        List<Slot> all = new ArrayList<>();
        long end = now / SLOT_SECONDS;
        long first = slots.isEmpty() ? end : slots.firstKey() - 1;
        long begin = Math.max(end - SPAN.toSeconds() / SLOT_SECONDS, Math.min(first, end - LEAST_SLOTS));
        for (long slot = begin; slot < end; slot++) {
            all.add(new Slot(slot * SLOT_SECONDS, slots.getOrDefault(slot, VerdictCounts.NONE)));
        }
        return all;
    }

    /** Counts of the last ten minutes, whole slots. */
    public synchronized VerdictCounts lately() {
        Instant from = clock.instant().minus(Duration.ofMinutes(10));
        return slots.tailMap(from.getEpochSecond() / SLOT_SECONDS).values().stream()
                .reduce(VerdictCounts.NONE, VerdictCounts::plus);
    }

    /** The accounts with the most decisions of the last hour. */
    synchronized List<Count> topAccounts(int most) {
        return top(
                minute -> minute.accounts,
                Comparator.comparing((Count one) -> one.counts().sum()),
                most);
    }

    /** The countries with the most decisions of the last hour; an empty name: none is known. */
    synchronized List<Count> topCountries(int most) {
        return top(
                minute -> minute.countries,
                Comparator.comparing((Count one) -> one.counts().sum()),
                most);
    }

    /** Whether some minute had more accounts than are counted. */
    synchronized boolean full() {
        return minutes.values().stream().anyMatch(minute -> minute.full);
    }

    private List<Count> top(Function<Minute, Map<String, VerdictCounts>> of, Comparator<Count> order, int most) {
        forget(clock.instant().getEpochSecond());
        Map<String, VerdictCounts> sums = new HashMap<>();
        minutes.values().forEach(minute -> of.apply(minute)
                .forEach((name, counts) -> sums.merge(name, counts, VerdictCounts::plus)));
        return sums.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .sorted(order.reversed().thenComparing(Count::name))
                .limit(most)
                .toList();
    }
}
