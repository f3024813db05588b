package org.sekimori.neighbours;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.neighbours.KnownKey.Told;
import org.sekimori.neighbours.NeighbourReport.Evidence;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * What one account knows of its neighbours: the shared keys that it was seen at lately and what it was told of them; a value, part
 * of the account's state. It also decides what is worth a report, so that most events need none.
 */
public final class NeighbourMemory {

    /** Nothing. */
    public static final NeighbourMemory NONE = new NeighbourMemory(List.of());

    static final int MOST_KEYS = 24;

    /** Of {@link KeyKind#RECIPIENTS}: a message has four. */
    static final int MOST_LISTS = 8;

    /** An account that stays at a key reports that once in so many hours. */
    static final long AGAIN_HOURS = 6;

    /** A stranger that stayed clean for so long is harmless. */
    static final long HARMLESS_HOURS = 72;

    /** For so long a list is one of the account's own. */
    private static final long LISTS_HOURS = 24;

    private static final long HOUR = 3600;
    private static final long KEPT_HOURS = NeighbourNews.KEPT.toHours();

    /** In the order of the last sight, latest last. */
    private final List<KnownKey> known;

    private NeighbourMemory(List<KnownKey> known) {
        this.known = List.copyOf(known);
    }

    /** Memory and reports after something happened. */
    public record Update(NeighbourMemory memory, List<NeighbourReport> reports) {}

    /**
     * What happened to the account.
     *
     * @param account the account
     * @param time event time
     * @param keys where it was seen; empty if it was not
     * @param stranger whether the owner is not known to use the place
     * @param taken whether it sent an accepted message
     * @param flagged whether this very event was flagged gravely
     * @param strong whether the account is gravely suspected from now on
     * @param messages accepted
     * @param recipients of these
     * @param day the local day, counted from 1970
     */
    public record Sight(
            Account account,
            Instant time,
            List<SharedKey> keys,
            boolean stranger,
            boolean taken,
            boolean flagged,
            boolean strong,
            long messages,
            long recipients,
            long day) {

        /** Something that happened at no key. */
        public static Sight nowhere(Account account, Instant time, boolean strong) {
            return new Sight(account, time, List.of(), false, false, false, strong, 0, 0, 0);
        }

        private long hour() {
            return time.getEpochSecond() / HOUR;
        }
    }

    /**
     * After an event.
     *
     * @param summed kinds of keys whose messages are counted
     */
    public Update after(Sight sight, Set<KeyKind> summed) {
        List<NeighbourReport> reports = new ArrayList<>(sight.keys().size());
        List<KnownKey> after = new ArrayList<>(known.size() + sight.keys().size());
        for (KnownKey one : known) {
            if (!sight.keys().contains(one.key())) {
                after.add(elsewhere(one, sight, reports));
            }
        }
        for (SharedKey key : sight.keys()) {
            KnownKey before = find(key);
            after.add(here(
                    before == null ? KnownKey.first(key, sight.hour(), sight.stranger()) : before,
                    sight,
                    summed.contains(key.kind()),
                    reports));
        }
        return new Update(after.equals(known) ? this : new NeighbourMemory(bounded(after)), reports);
    }

    /**
     * Evidence counts where the account was a stranger, and where it was flagged: the owner's own network is no worse for what a
     * thief did elsewhere. Lists of recipients have no owner; those of the last day are the thief's as likely as not.
     */
    private static KnownKey here(KnownKey before, Sight sight, boolean summed, List<NeighbourReport> reports) {
        KnownKey seen = before.seenAt(sight.hour(), sight.stranger());
        boolean strong = sight.strong() && (seen.stranger() || seen.strong() || sight.flagged() || isList(seen));
        boolean harmless = !sight.strong()
                && (seen.harmless()
                        || seen.stranger() && sight.taken() && sight.hour() - seen.since() >= HARMLESS_HOURS);
        boolean due = sight.hour() - seen.reported() >= AGAIN_HOURS;
        boolean counts = summed && sight.messages() > 0;
        boolean changed = strong != seen.strong() || harmless && !seen.harmless();
        KnownKey after = seen.with(strong, harmless);
        if (!due && !counts && !changed) {
            return after;
        }
        Evidence evidence = strong && (due || changed)
                ? Evidence.STRONG
                : seen.strong() && !strong
                        ? Evidence.CLEARED
                        : harmless && (due || changed) ? Evidence.HARMLESS : Evidence.NONE;
        reports.add(new NeighbourReport(
                seen.key(),
                sight.account(),
                sight.time(),
                true,
                evidence,
                0,
                counts ? sight.messages() : 0,
                counts ? sight.recipients() : 0,
                sight.day(),
                seen.knows()));
        return due ? after.reportedAt(sight.hour()) : after;
    }

    /** A key that the account is not at now; its evidence goes for the keys where it was a stranger lately, too. */
    private static KnownKey elsewhere(KnownKey one, Sight sight, List<NeighbourReport> reports) {
        boolean lately = one.seen() > 0 && sight.hour() - one.seen() <= KEPT_HOURS;
        boolean list = isList(one) && sight.hour() - one.seen() <= LISTS_HOURS;
        boolean strong = sight.strong() && (one.strong() || list || one.stranger() && lately);
        if (strong == one.strong()) {
            return one;
        }
        reports.add(NeighbourReport.of(
                one.key(), sight.account(), sight.time(), strong ? Evidence.STRONG : Evidence.CLEARED));
        return one.with(strong, one.harmless() && !strong);
    }

    private static boolean isList(KnownKey one) {
        return one.key().kind() == KeyKind.RECIPIENTS;
    }

    private static List<KnownKey> bounded(List<KnownKey> all) {
        int lists = 0;
        for (KnownKey one : all) {
            lists += isList(one) ? 1 : 0;
        }
        if (lists <= MOST_LISTS && all.size() <= MOST_KEYS) {
            return all;
        }
        List<KnownKey> kept = new ArrayList<>(all);
        for (int i = 0; lists > MOST_LISTS; ) {
            if (isList(kept.get(i))) {
                kept.remove(i);
                lists--;
            } else {
                i++;
            }
        }
        return kept.subList(Math.max(0, kept.size() - MOST_KEYS), kept.size());
    }

    /** The reports of an account that is no more. */
    public List<NeighbourReport> gone(Account account, Instant time) {
        return known.stream()
                .map(one -> NeighbourReport.of(one.key(), account, time, Evidence.GONE))
                .toList();
    }

    /** After news; older news than the last ones change nothing. */
    public NeighbourMemory told(NeighbourNews news) {
        List<KnownKey> after = new ArrayList<>(known);
        for (int i = 0; i < after.size(); i++) {
            KnownKey one = after.get(i);
            if (one.key().equals(news.key())) {
                Told before = one.told();
                if (before != null && before.second() > news.time().getEpochSecond()) {
                    return this;
                }
                after.set(i, one.with(Told.of(news)));
                return new NeighbourMemory(after);
            }
        }
        after.add(KnownKey.toldOf(news.key()).with(Told.of(news)));
        return new NeighbourMemory(bounded(after));
    }

    private @Nullable KnownKey find(SharedKey key) {
        for (KnownKey one : known) {
            if (one.key().equals(key)) {
                return one;
            }
        }
        return null;
    }

    /** What is told of these keys, and of the lists of recipients of the last 24 hours if they are asked for. */
    public NeighbourView view(List<SharedKey> keys, KeyKind kind, Instant now) {
        List<Told> told = new ArrayList<>();
        for (KnownKey one : known) {
            Told news = one.told();
            boolean asked = keys.contains(one.key())
                    || kind == KeyKind.RECIPIENTS && isList(one) && lately(one, now.getEpochSecond() / HOUR);
            if (news != null && asked) {
                told.add(news);
            }
        }
        return new NeighbourView(told, now);
    }

    /** Whether the account wrote to a list within a day; where it has forgotten that, whether it was told of it. */
    private static boolean lately(KnownKey list, long hour) {
        Told told = list.told();
        long last = list.seen() > 0 || told == null ? list.seen() : told.second() / HOUR;
        return hour - last < LISTS_HOURS;
    }

    public boolean isEmpty() {
        return known.isEmpty();
    }

    /** Never less than what {@link #write} takes, in octets. */
    public int atMost() {
        int most = 2;
        for (KnownKey one : known) {
            most += one.told() == null ? KnownKey.MOST_OCTETS_UNTOLD : KnownKey.MOST_OCTETS;
        }
        return most;
    }

    /** Appends its binary form. */
    public void write(BinaryStateWriter out) {
        out.number(known.size());
        known.forEach(one -> one.write(out));
    }

    /** Decodes {@link #write}'s output. */
    public static NeighbourMemory read(BinaryStateReader in) {
        List<KnownKey> known = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            known.add(KnownKey.read(in));
        }
        return known.isEmpty() ? NONE : new NeighbourMemory(known);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NeighbourMemory memory && known.equals(memory.known);
    }

    @Override
    public int hashCode() {
        return known.hashCode();
    }
}
