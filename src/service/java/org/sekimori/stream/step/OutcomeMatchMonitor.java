package org.sekimori.stream.step;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.sekimori.mail.EventKind;
import org.sekimori.profile.OutcomeMatch;
import org.sekimori.text.QuotedText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts by server whether outcomes match their submissions, and warns of a server whose outcomes mostly do not: they have
 * another server name, account or queue id than the request, or a wrong time.
 *
 * <p>Considers each server's last {@value #REMEMBERED} outcomes that could have matched. Names come from outside, so at most
 * {@value #MOST_SERVERS} servers are distinguished; the others count as one. Thread-safe.
 */
public final class OutcomeMatchMonitor {

    /** Distinguished servers. */
    static final int MOST_SERVERS = 100;

    /** Name of all further ones. */
    static final String OTHERS = "other";

    /** Outcomes considered per server. */
    static final int REMEMBERED = 100;

    /** Fewer say nothing. */
    static final int LEAST = 20;

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeMatchMonitor.class);

    private final MeterRegistry registry;
    private final Map<String, Recent> recent = new TreeMap<>();
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    /** Counts nothing yet; the counters are {@code sekimori.outcomes}. */
    public OutcomeMatchMonitor(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The last outcomes of a server: a bit for each that found nothing. */
    private static final class Recent {
        private final boolean[] missed = new boolean[REMEMBERED];
        private int seen;
        private int misses;
        private boolean told;
        private long bounded;

        void note(boolean miss) {
            int at = seen++ % REMEMBERED;
            misses += (miss ? 1 : 0) - (missed[at] ? 1 : 0);
            missed[at] = miss;
            if (seen == 2 * REMEMBERED) {
                seen = REMEMBERED;
            }
        }

        int looked() {
            return Math.min(seen, REMEMBERED);
        }
    }

    /**
     * A server whose outcomes mostly match no submission.
     *
     * @param server its name; empty if it gives none
     * @param missed outcomes without a match
     * @param looked outcomes considered
     */
    public record Unmatched(String server, int missed, int looked) {}

    void note(String server, EventKind kind, OutcomeMatch match, boolean bounded) {
        String name = noted(server, match, bounded);
        if (bounded) {
            counters.computeIfAbsent(name, key -> Counter.builder("sekimori.outcomes.capped")
                            .description("Outcomes without an attempt that name more recipients than they count")
                            .tag("server", name.isEmpty() ? "none" : name)
                            .register(registry))
                    .increment();
        }
        counters.computeIfAbsent(name + '\n' + kind.word() + '\n' + match.word(), key -> Counter.builder(
                                "sekimori.outcomes")
                        .description("Outcomes heard, by server and kind, and whether they found their submission")
                        .tag("server", name.isEmpty() ? "none" : name)
                        .tag("kind", kind.word())
                        .tag("match", match.word())
                        .register(registry))
                .increment();
    }

    private synchronized String noted(String server, OutcomeMatch match, boolean bounded) {
        String name = recent.containsKey(server) || recent.size() < MOST_SERVERS ? server : OTHERS;
        Recent one = recent.computeIfAbsent(name, key -> new Recent());
        if (bounded && one.bounded++ == 0) {
            LOG.warn(
                    "Server {} reports messages that nobody asked about with more recipients than such a report counts"
                            + " (recipients_per_outcome in policy.yml); further ones are only counted in sekimori_outcomes_capped_total",
                    QuotedText.of(name));
        }
        if (match == OutcomeMatch.FOUND || match == OutcomeMatch.NOT_FOUND) {
            one.note(match == OutcomeMatch.NOT_FOUND);
            tell(name, one);
        }
        return name;
    }

    private static boolean mostlyMissed(Recent one) {
        return one.looked() >= LEAST && 2 * one.misses > one.looked();
    }

    /** Once, and again only if it was over in between. */
    private static void tell(String server, Recent one) {
        if (!one.told && mostlyMissed(one)) {
            one.told = true;
            LOG.warn(
                    "{} of the last {} outcomes of server {} found no submission: report them with the server, the account and the"
                            + " queue id that the server asks with, and with its right time; see docs/events.md, 'Outcomes'",
                    one.misses,
                    one.looked(),
                    QuotedText.of(server));
        } else if (one.told && 4 * one.misses < one.looked()) {
            one.told = false;
            LOG.info("Outcomes of server {} find their submissions again", QuotedText.of(server));
        }
    }

    /**
     * A server whose outcomes named more recipients than were counted.
     *
     * @param server its name; empty if it gives none
     * @param outcomes their number, since this instance started
     */
    public record Bounded(String server, long outcomes) {}

    /** Servers with outcomes that named more recipients than they count, by name. */
    public synchronized List<Bounded> bounded() {
        return recent.entrySet().stream()
                .filter(entry -> entry.getValue().bounded > 0)
                .map(entry -> new Bounded(entry.getKey(), entry.getValue().bounded))
                .toList();
    }

    /** Servers whose outcomes mostly find nothing now, by name. */
    public synchronized List<Unmatched> unmatched() {
        return recent.entrySet().stream()
                .filter(entry -> mostlyMissed(entry.getValue()))
                .map(entry -> new Unmatched(
                        entry.getKey(),
                        entry.getValue().misses,
                        entry.getValue().looked()))
                .toList();
    }
}
