package org.sekimori.rules;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sekimori.mail.MailEvent;
import org.sekimori.neighbours.KeyKind;
import org.sekimori.neighbours.NeighbourMemory;
import org.sekimori.neighbours.NeighbourNews;
import org.sekimori.neighbours.NeighbourView;
import org.sekimori.neighbours.SharedKeys;
import org.sekimori.profile.Profile;

/**
 * Facts about other accounts that share something with this one, as far as this account was told of them by entries on its own line
 * of the log. The first message from a place knows nothing yet: the news come some seconds later.
 */
public abstract class NeighbourFacts extends CorrespondenceFacts {

    /** Arguments of functions about what is shared. */
    static final Set<String> HERE = KeyKind.words();

    /** Windows of {@link #addressFailures}. */
    static final Set<String> FAILURE_WINDOWS = Set.of("1h", "24h");

    /** Windows of sums. */
    static final Set<String> SUM_WINDOWS = Set.of("1h", "1d");

    private final NeighbourMemory neighbours;
    private final MailEvent event;
    private final ZoneId zone;

    /** Several rules ask about the same, and a list of recipients takes time to recognise. */
    private final Map<KeyKind, NeighbourView> views = new EnumMap<>(KeyKind.class);

    NeighbourFacts(Profile profile, NeighbourMemory neighbours, MailEvent event, ZoneId zone, List<String> texts) {
        super(profile, event, zone, texts);
        this.neighbours = neighbours;
        this.event = event;
        this.zone = zone;
    }

    /**
     * Other accounts with strong evidence that were seen here in the last 14 days, by what this account was told: 0 to 8, and 8 stands
     * for any more. Evidence is a confirmed case, or an open one that is grave; it counts where that account was a stranger or was
     * flagged, and at its lists of recipients of the day. Here is one of {@code "network"}, {@code "asn"}, {@code "address"}, {@code "helo"}, {@code "sender_domain"}, {@code
     * "domain"} (the account's) and {@code "recipients"} (nearly the same list of eight recipients or more, as of this message or
     * another of the last 24 hours).
     *
     * <p>Example: {@code flaggedNeighbours("recipients") > 0}
     */
    public final long flaggedNeighbours(String here) {
        return neighbours(here).evidence(event.time().minus(NeighbourNews.KEPT));
    }

    /**
     * Those of {@link #flaggedNeighbours} that were seen here since local midnight, in whole hours.
     *
     * <p>Example: {@code !familiar && flaggedNeighboursToday("network") > 0}
     */
    public final long flaggedNeighboursToday(String here) {
        return neighbours(here)
                .evidence(LocalDate.ofInstant(event.time(), zone)
                        .atStartOfDay(zone)
                        .toInstant());
    }

    /**
     * Other accounts that were strangers here, as this one may be, sent mail for three days or more and stayed without evidence, of
     * the last 14 days: 0 to 64, and 64 stands for any more. Here as for {@link #flaggedNeighbours}.
     *
     * <p>Example: {@code harmlessStrangers("network") == 0}
     */
    public final long harmlessStrangers(String here) {
        return neighbours(here).harmless();
    }

    /**
     * Whether more accounts use it than are counted one by one, such as a mobile provider's network, so that news come later. Here
     * as for {@link #flaggedNeighbours}.
     *
     * <p>Example: {@code !crowded("network")}
     */
    public final boolean crowded(String here) {
        return neighbours(here).crowded();
    }

    /**
     * Failed log-ins from this client address, or its {@code /64} of IPv6, under any name, by what this account was told; {@code "1h"} or
     * {@code "24h"}, no other window. 0 and up, up to an eighth behind.
     *
     * <p>Example: {@code addressFailures("24h") >= threshold("failed_logins")}
     */
    public final long addressFailures(String window) {
        return neighbours(KeyKind.ADDRESS.word()).failed(longer(window, "24h", FAILURE_WINDOWS));
    }

    /**
     * Messages of all accounts of the account's domain that were accepted in the last {@code "1h"} or in {@code "1d"}, which is
     * today; no other window. By what this account was told, up to an eighth and some seconds behind. 0 and up.
     *
     * <p>Example: {@code domainSent("1h") > limit("messages_per_day")}
     */
    public final long domainSent(String window) {
        return sent(KeyKind.DOMAIN, window);
    }

    /**
     * Envelope recipients of the messages of {@link #domainSent}. 0 and up.
     *
     * <p>Example: {@code domainRecipients("1d") > limit("recipients_per_day")}
     */
    public final long domainRecipients(String window) {
        return recipients(KeyKind.DOMAIN, window);
    }

    /**
     * As {@link #domainSent}, of all accounts that send under the domain of this envelope sender; 0 for the null sender.
     *
     * <p>Example: {@code senderDomainSent("1d") > limit("messages_per_day")}
     */
    public final long senderDomainSent(String window) {
        return sent(KeyKind.SENDER_DOMAIN, window);
    }

    /**
     * Envelope recipients of the messages of {@link #senderDomainSent}. 0 and up.
     *
     * <p>Example: {@code senderDomainRecipients("1h") > limit("recipients_per_hour")}
     */
    public final long senderDomainRecipients(String window) {
        return recipients(KeyKind.SENDER_DOMAIN, window);
    }

    /**
     * As {@link #domainSent}, of all accounts that send from this client address, or its {@code /64} of IPv6; 0 for relays and
     * internal addresses.
     *
     * <p>Example: {@code addressSent("1h") > limit("messages_per_day")}
     */
    public final long addressSent(String window) {
        return sent(KeyKind.ADDRESS, window);
    }

    /**
     * Envelope recipients of the messages of {@link #addressSent}. 0 and up.
     *
     * <p>Example: {@code addressRecipients("1h") > limit("recipients_per_day")}
     */
    public final long addressRecipients(String window) {
        return recipients(KeyKind.ADDRESS, window);
    }

    private long sent(KeyKind key, String window) {
        NeighbourView view = neighbours(key.word());
        return longer(window, "1d", SUM_WINDOWS) ? view.sentDay(today()) : view.sentHour();
    }

    private long recipients(KeyKind key, String window) {
        NeighbourView view = neighbours(key.word());
        return longer(window, "1d", SUM_WINDOWS) ? view.recipientsDay(today()) : view.recipientsHour();
    }

    private static boolean longer(String window, String longest, Set<String> windows) {
        if (!windows.contains(window)) {
            throw new IllegalArgumentException(
                    "is counted in " + String.join(" or ", new TreeSet<>(windows)) + ", not in " + window);
        }
        return window.equals(longest);
    }

    private long today() {
        return LocalDate.ofInstant(event.time(), zone).toEpochDay();
    }

    private NeighbourView neighbours(String here) {
        KeyKind kind = KeyKind.of(here);
        if (kind == null) {
            throw new IllegalArgumentException(
                    "neighbours share one of " + String.join(", ", KeyKind.words()) + ", not " + here);
        }
        if (neighbours.isEmpty()) {
            return NeighbourView.NOTHING;
        }
        return views.computeIfAbsent(
                kind, one -> neighbours.view(SharedKeys.of(event, Set.of(one)), one, event.time()));
    }
}
