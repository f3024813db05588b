package org.sekimori.geo;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects a proxy or a container gateway between the mail server and its clients. Behind one, accounts seem to share internal
 * addresses, and rules about countries are ineffective. Only reports; an internal address is never blocked.
 *
 * <p>Considers the {@value #REMEMBERED} accounts that submitted last, each at the address of its latest submission. So memory is
 * bounded, no clock is needed, and the result recovers as accounts appear with their own addresses. Several internal addresses
 * count together: proxies come in pairs. Thread-safe; constant time per event.
 */
public final class GatewayDetector {

    /** Accounts looked at; about 200 KiB. */
    static final int REMEMBERED = 1000;

    /** Least number of accounts at one internal address that make it shared: more than a household or a small office. */
    static final int LEAST = 5;

    private static final Logger LOG = LoggerFactory.getLogger(GatewayDetector.class);

    /** Events that prove a right password. Names that attackers invent must not dilute the picture. */
    private static final Set<EventKind> AUTHENTICATED =
            EnumSet.of(EventKind.ATTEMPT, EventKind.ACCEPTED, EventKind.AUTH_SUCCEEDED);

    /** Marks every address that is not internal. */
    private static final String OUTSIDE = "";

    /** Marks a missing address. */
    private static final String NOWHERE = "none";

    /** Account to its latest internal address or {@link #OUTSIDE}; the one silent longest first. */
    private final LinkedHashMap<String, String> latest = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<String, Integer> accountsAt = new HashMap<>();
    private int shared;
    private int unlocated;
    private boolean told;
    private boolean unlocatedTold;

    /** Records an event. Only submissions count: webmail is expected to come from one address. */
    public void record(MailEvent event) {
        if (event.history()
                || event.channel() != SubmissionChannel.SUBMISSION
                || !AUTHENTICATED.contains(event.kind())) {
            return;
        }
        if (event.clientAddress() == null) {
            // Later reports about a message may lack the address.
            if (event.kind() == EventKind.ATTEMPT) {
                record(event.account().name(), NOWHERE);
            }
            return;
        }
        // The operator knows the network behind an override to 'internal'.
        boolean internal = event.origin() instanceof Origin.Internal origin
                && !origin.range().equals(OverrideList.SOURCE);
        record(event.account().name(), internal ? event.clientAddress() : OUTSIDE);
    }

    private synchronized void record(String account, String address) {
        String before = latest.put(account, address);
        if (!address.equals(before)) {
            count(before, -1);
            count(address, 1);
        }
        if (latest.size() > REMEMBERED) {
            Iterator<String> silent = latest.values().iterator();
            count(silent.next(), -1);
            silent.remove();
        }
        tell();
        tellUnlocated();
    }

    private void count(@Nullable String address, int more) {
        if (address == null || address.equals(OUTSIDE)) {
            return;
        }
        if (address.equals(NOWHERE)) {
            unlocated += more;
            return;
        }
        int before = accountsAt.getOrDefault(address, 0);
        int now = before + more;
        shared += (now >= LEAST ? now : 0) - (before >= LEAST ? before : 0);
        if (now == 0) {
            accountsAt.remove(address);
        } else {
            accountsAt.put(address, now);
        }
    }

    /** Once, and again only if it was over in between. */
    private void tell() {
        if (!told && 2 * shared > latest.size()) {
            told = true;
            SharedAddresses picture = sharedAddresses();
            LOG.warn(
                    "{} of the last {} accounts seem to submit from internal addresses that they share, such as {}: a proxy or"
                            + " container gateway hides the clients, and rules about countries have nothing to work with; see"
                            + " docs/postfix.md, 'Behind a proxy'",
                    picture.shared(),
                    picture.accounts(),
                    picture.busiest());
        } else if (told && 4 * shared < latest.size()) {
            told = false;
            LOG.info(
                    "{} of the last {} accounts share internal addresses; most clients are seen again",
                    shared,
                    latest.size());
        }
    }

    private void tellUnlocated() {
        if (!unlocatedTold && sharedAddresses().addressesMissing()) {
            unlocatedTold = true;
            LOG.warn(
                    "{} of the last {} accounts submit without the address of their client: rules about countries have"
                            + " nothing to work with; see docs/postfix.md, 'Behind a proxy'",
                    unlocated,
                    latest.size());
        } else if (unlocatedTold && 4 * unlocated < latest.size()) {
            unlocatedTold = false;
            LOG.info("{} of the last {} accounts submit without the address of their client", unlocated, latest.size());
        }
    }

    /** The shared addresses at the moment. */
    public synchronized SharedAddresses sharedAddresses() {
        String busiest = accountsAt.entrySet().stream()
                .filter(entry -> entry.getValue() >= LEAST)
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(null);
        return new SharedAddresses(latest.size(), shared, unlocated, busiest);
    }

    /**
     * Recent accounts that seem to share internal addresses.
     *
     * @param accounts accounts considered, 0 to {@value GatewayDetector#REMEMBERED}
     * @param shared those last seen at an internal address with at least {@value GatewayDetector#LEAST} of them
     * @param unlocated those whose last submission had no client address
     * @param busiest the internal address with most of them; null if none is shared
     */
    public record SharedAddresses(
            int accounts,
            int shared,
            int unlocated,
            @Nullable String busiest) {

        /** Part of the accounts, 0 to 1. */
        public double share() {
            return accounts == 0 ? 0 : (double) shared / accounts;
        }

        /** Whether most accounts, and not only a few, submit without an address of the client. */
        public boolean addressesMissing() {
            return unlocated >= LEAST && 2 * unlocated > accounts;
        }

        /** Whether most accounts share internal addresses. */
        public boolean gatewaySuspected() {
            return share() > 0.5;
        }
    }
}
