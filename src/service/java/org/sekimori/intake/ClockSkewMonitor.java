package org.sekimori.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ServerName;
import org.sekimori.text.QuotedText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares servers' times with the arrival of their events at the broker, and warns of a server with a wrong clock. A single
 * delay proves nothing, because events wait in queues. But without a queue the delay is small, so the smallest delay of many
 * events is that of the clock, and stays constant, while a queue that drains gets shorter.
 *
 * <p>Considers the last {@value #MINUTES} minutes in which a server's events arrived. A server is <em>behind</em> if the smallest
 * delay of all, over {@value #LEAST_MINUTES} minutes or more, is above {@link #BEHIND} and the older and the newer half agree to
 * {@link #STEADY}. It is <em>ahead</em> if {@value #LEAST_AHEAD} events or more gave a time more than {@link #AHEAD} after their
 * arrival, which no queue explains.
 *
 * <p>Names come from outside: at most {@value #MOST_SERVERS} servers are watched, and the one with the fewest events makes way.
 * At most one line a minute is logged. Thread-safe.
 */
public final class ClockSkewMonitor {

    /** Servers that are watched. */
    static final int MOST_SERVERS = 100;

    static final int MINUTES = 10;
    static final int LEAST_MINUTES = 5;
    static final int LEAST_AHEAD = 3;
    static final Duration BEHIND = Duration.ofMinutes(2);
    static final Duration STEADY = Duration.ofMinutes(1);
    static final Duration AHEAD = Duration.ofSeconds(30);

    /** Offsets of time zones are multiples of this, nearly everywhere. */
    private static final Duration ZONE_STEP = Duration.ofMinutes(30);

    /** After this silence nothing is known of a server's clock. */
    private static final Duration SILENT = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(ClockSkewMonitor.class);

    private final Map<String, DelayWindow> servers = new HashMap<>();
    private long newestMinute = Long.MIN_VALUE;
    private long loggedMinute = Long.MIN_VALUE;

    /**
     * A server whose clock disagrees with the broker's.
     *
     * @param server its name; empty if it gives none
     * @param behind how far its clock is behind; negative if it is ahead
     */
    public record Skew(String server, Duration behind) {

        /** How far and, where it shows, why: {@code 9 h 0 min behind: …}. */
        public String text() {
            Duration size = behind.abs();
            String far = size.toHours() > 0
                    ? size.toHours() + " h " + size.toMinutesPart() + " min"
                    : size.toMinutes() > 0 ? size.toMinutes() + " min" : size.toSeconds() + " s";
            String text = far + (behind.isNegative() ? " ahead" : " behind");
            return zone(size)
                    ? text
                            + "; that is a whole number of half hours: is local time written as UTC, or UTC as local time?"
                    : text;
        }

        private static boolean zone(Duration size) {
            long rest = size.toSeconds() % ZONE_STEP.toSeconds();
            long off = Math.min(rest, ZONE_STEP.toSeconds() - rest);
            return size.compareTo(ZONE_STEP.minus(BEHIND)) >= 0 && off <= BEHIND.toSeconds();
        }
    }

    /** A server's delays in the last minutes with events, oldest first. */
    private static final class DelayWindow {
        private final long[] minute = new long[MINUTES];
        private final long[] smallest = new long[MINUTES];
        private final int[] ahead = new int[MINUTES];
        private int size;
        private long events;
        private @Nullable Boolean told;

        void note(long arrivalMinute, long delay) {
            events++;
            int at = size - 1;
            while (at >= 0 && minute[at] > arrivalMinute) {
                at--;
            }
            if (at < 0 || minute[at] != arrivalMinute) {
                if (at < size - 1) {
                    return; // Of another partition, older than what is kept in between.
                }
                at = next();
                minute[at] = arrivalMinute;
                smallest[at] = delay;
                ahead[at] = 0;
            }
            smallest[at] = Math.min(smallest[at], delay);
            ahead[at] += delay < -AHEAD.toSeconds() ? 1 : 0;
        }

        private int next() {
            if (size == MINUTES) {
                System.arraycopy(minute, 1, minute, 0, MINUTES - 1);
                System.arraycopy(smallest, 1, smallest, 0, MINUTES - 1);
                System.arraycopy(ahead, 1, ahead, 0, MINUTES - 1);
                return MINUTES - 1;
            }
            return size++;
        }

        private long smallest(int from, int to) {
            long least = Long.MAX_VALUE;
            for (int i = from; i < to; i++) {
                least = Math.min(least, smallest[i]);
            }
            return least;
        }

        long newest() {
            return minute[size - 1];
        }

        /** Seconds behind, negative ahead; 0 without a provable difference. */
        long skew() {
            int aheadOnes = 0;
            for (int i = 0; i < size; i++) {
                aheadOnes += ahead[i];
            }
            if (aheadOnes >= LEAST_AHEAD) {
                return smallest(0, size);
            }
            if (size < LEAST_MINUTES) {
                return 0;
            }
            long older = smallest(0, size / 2);
            long newer = smallest(size / 2, size);
            boolean steady = Math.abs(older - newer) <= STEADY.toSeconds();
            return steady && Math.min(older, newer) > BEHIND.toSeconds() ? Math.min(older, newer) : 0;
        }
    }

    /**
     * Records an event.
     *
     * @param server its name; empty if it gives none
     * @param reported the server's time
     * @param arrival when the broker, or an endpoint, got it
     */
    public synchronized void record(String server, Instant reported, Instant arrival) {
        String name = ServerName.of(server);
        DelayWindow delays = servers.get(name);
        if (delays == null) {
            makeRoom();
            delays = new DelayWindow();
            servers.put(name, delays);
        }
        long minute = Math.floorDiv(arrival.getEpochSecond(), 60L);
        newestMinute = Math.max(newestMinute, minute);
        delays.note(minute, Duration.between(reported, arrival).toSeconds());
        tell(name, delays, minute);
    }

    private void makeRoom() {
        if (servers.size() == MOST_SERVERS) {
            servers.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().events))
                    .map(Map.Entry::getKey)
                    .ifPresent(servers::remove);
        }
    }

    /** Once for each change. */
    private void tell(String server, DelayWindow delays, long minute) {
        long skew = delays.skew();
        boolean wrong = skew != 0;
        if (wrong == Boolean.TRUE.equals(delays.told) || minute == loggedMinute) {
            return;
        }
        delays.told = wrong;
        loggedMinute = minute;
        if (wrong) {
            LOG.warn(
                    "The clock of server {} disagrees with the broker's: {}; its events count at their arrival where that is more than"
                            + " a few minutes (docs/events.md, 'Time')",
                    QuotedText.of(server),
                    new Skew(server, Duration.ofSeconds(skew)).text());
        } else {
            LOG.info("The clock of server {} agrees with the broker's again", QuotedText.of(server));
        }
    }

    /** Servers whose clock disagrees now, by name. */
    public synchronized List<Skew> skewed() {
        return servers.entrySet().stream()
                .filter(entry -> entry.getValue().newest() > newestMinute - SILENT.toMinutes())
                .map(entry -> new Skew(
                        entry.getKey(), Duration.ofSeconds(entry.getValue().skew())))
                .filter(skew -> !skew.behind().isZero())
                .sorted(Comparator.comparing(Skew::server))
                .toList();
    }
}
