package org.sekimori.neighbours;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.mail.Account;
import org.sekimori.neighbours.NeighbourReport.Evidence;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * What is counted at one shared key; a value that each report replaces. Nothing of it grows with the number of accounts:
 *
 * <ul>
 * <li>the accounts seen there lately, by name because they are told, at most {@value #MOST_SUBSCRIBERS}, and at most
 *     {@value #MOST_CHOSEN} at keys that clients choose freely; a key with more is crowded, and counts on without telling anybody
 *     who does not ask
 * <li>{@value #MOST_STRONG} accounts with strong evidence and {@value NeighbourNews#MOST_HARMLESS} harmless ones, as hashes
 * <li>sums by steps of five minutes, of an hour, and of the day
 * </ul>
 *
 * <p>Time is that of the reports, so the same reports give the same news.
 */
final class KeyState {

    static final int MOST_SUBSCRIBERS = 64;
    static final int MOST_CHOSEN = 16;
    static final int MOST_STRONG = 32;

    private static final int FORMAT = 1;
    private static final long HOUR = 3600;
    private static final long STEP = 300;
    private static final int STEPS_OF_AN_HOUR = 12;
    private static final int HOURS_OF_A_DAY = 24;
    private static final int DAYS = 2;
    private static final long KEPT_HOURS = NeighbourNews.KEPT.toHours();

    /** How long a key stays crowded after the last account that was seen on the day had to leave. */
    private static final long CROWDED_HOURS = 24;

    /** A key about which nothing is known. */
    static final KeyState NEW =
            new KeyState(new Subscribers(List.of(), 0), SeenAccounts.NONE, SeenAccounts.NONE, Sums.NONE, 0, 0);

    private final Subscribers subscribers;
    private final SeenAccounts strong;
    private final SeenAccounts harmless;
    private final Sums sums;

    /** The step of failed log-ins that subscribers were told of. */
    private final int toldFailures;

    /** Newest hour of any report. */
    private final long newest;

    private KeyState(
            Subscribers subscribers,
            SeenAccounts strong,
            SeenAccounts harmless,
            Sums sums,
            int toldFailures,
            long newest) {
        this.subscribers = subscribers;
        this.strong = strong;
        this.harmless = harmless;
        this.sums = sums;
        this.toldFailures = toldFailures;
        this.newest = newest;
    }

    /** An account that is told. */
    private record Subscriber(String account, long hour) {}

    /**
     * Who is told.
     *
     * @param all oldest first
     * @param crowded the first hour in which the key is not crowded any more; 0 if it never was
     */
    private record Subscribers(List<Subscriber> all, long crowded) {

        Subscribers plus(String account, long hour, int most) {
            List<Subscriber> after = new ArrayList<>(all.size() + 1);
            for (Subscriber one : all) {
                if (!one.account().equals(account) && one.hour() >= hour - KEPT_HOURS) {
                    after.add(one);
                }
            }
            after.add(new Subscriber(account, hour));
            boolean full = after.size() > most;
            boolean busy = full && after.get(0).hour() > hour - CROWDED_HOURS;
            return new Subscribers(
                    full ? List.copyOf(after.subList(after.size() - most, after.size())) : after,
                    busy ? Math.max(crowded, hour + CROWDED_HOURS) : crowded);
        }

        Subscribers without(String account) {
            return new Subscribers(
                    all.stream().filter(one -> !one.account().equals(account)).toList(), crowded);
        }

        /** A busy key would otherwise be written anew for each account that comes back within the hour. */
        boolean knows(String account, long hour) {
            for (Subscriber one : all) {
                if (one.account().equals(account)) {
                    return one.hour() >= hour;
                }
            }
            return false;
        }
    }

    /** Sums of all accounts. */
    private record Sums(
            RecentSum failed,
            RecentSum failedHours,
            RecentSum sent,
            RecentSum sentDays,
            RecentSum recipients,
            RecentSum recipientsDays) {

        static final Sums NONE = new Sums(
                RecentSum.NONE, RecentSum.NONE, RecentSum.NONE, RecentSum.NONE, RecentSum.NONE, RecentSum.NONE);

        Sums plus(NeighbourReport report) {
            if (report.failed() == 0 && report.messages() == 0 && report.recipients() == 0) {
                return this;
            }
            long second = report.time().getEpochSecond();
            return new Sums(
                    failed.plus(second / STEP, report.failed(), STEPS_OF_AN_HOUR),
                    failedHours.plus(second / HOUR, report.failed(), HOURS_OF_A_DAY),
                    sent.plus(second / STEP, report.messages(), STEPS_OF_AN_HOUR),
                    sentDays.plus(report.day(), report.messages(), DAYS),
                    recipients.plus(second / STEP, report.recipients(), STEPS_OF_AN_HOUR),
                    recipientsDays.plus(report.day(), report.recipients(), DAYS));
        }

        long failedHour(long second) {
            return failed.within(second / STEP - STEPS_OF_AN_HOUR + 1, second / STEP);
        }

        long failedDay(long second) {
            return failedHours.within(second / HOUR - HOURS_OF_A_DAY + 1, second / HOUR);
        }
    }

    /**
     * The state after a report, and the news.
     *
     * @param news one for each account that has to be told, never two for one
     */
    record Outcome(KeyState state, List<NeighbourNews> news) {}

    /** Counts a report. */
    Outcome after(NeighbourReport report) {
        long hour = report.time().getEpochSecond() / HOUR;
        long now = Math.max(newest, hour);
        String name = report.account().name();
        long account = SharedKey.hash(name);
        SeenAccounts strongBefore = strong.since(now - KEPT_HOURS);
        SeenAccounts strongAfter = strong(strongBefore, report.evidence(), account, hour);
        SeenAccounts harmlessAfter = harmless(harmless.since(now - KEPT_HOURS), report.evidence(), account, hour);
        Subscribers told = subscribers;
        if (report.evidence() == Evidence.GONE) {
            told = told.without(name);
        } else if (report.seen() && !told.knows(name, hour)) {
            told = told.plus(name, hour, report.key().kind().chosen() ? MOST_CHOSEN : MOST_SUBSCRIBERS);
        }
        Sums counted = sums.plus(report);
        int failures = Coarse.step(counted.failedDay(report.time().getEpochSecond()));
        boolean tellFailures = failures > toldFailures || failures < toldFailures / 2;
        KeyState after =
                new KeyState(told, strongAfter, harmlessAfter, counted, tellFailures ? failures : toldFailures, now);
        boolean all = tellFailures || !sameAccounts(strongBefore, strongAfter);
        return new Outcome(after, after.news(report, all && told.crowded() <= now));
    }

    private static SeenAccounts strong(SeenAccounts before, Evidence evidence, long account, long hour) {
        return switch (evidence) {
            case STRONG -> before.plus(account, hour, MOST_STRONG);
            case CLEARED -> before.without(account);
            // Whoever closes a stolen account must not make its traces harmless; they are hashes, and age.
            case NONE, HARMLESS, GONE -> before;
        };
    }

    private static SeenAccounts harmless(SeenAccounts before, Evidence evidence, long account, long hour) {
        return switch (evidence) {
            case HARMLESS -> before.plus(account, hour, NeighbourNews.MOST_HARMLESS);
            case STRONG, GONE -> before.without(account);
            case NONE, CLEARED -> before;
        };
    }

    private static boolean sameAccounts(SeenAccounts one, SeenAccounts other) {
        return one == other
                || one.seen().size() == other.seen().size()
                        && one.seen().stream()
                                .allMatch(seen -> other.others(seen.account())
                                        < other.seen().size());
    }

    private List<NeighbourNews> news(NeighbourReport report, boolean all) {
        List<NeighbourNews> news = new ArrayList<>();
        if (report.seen()) {
            NeighbourNews own = news(report.account(), report);
            if (own.fingerprint() != report.knows()) {
                news.add(own);
            }
        }
        if (all) {
            for (Subscriber one : subscribers.all()) {
                if (!one.account().equals(report.account().name()) && one.hour() >= newest - KEPT_HOURS) {
                    news.add(news(Account.of(one.account()), report));
                }
            }
        }
        return news;
    }

    private NeighbourNews news(Account account, NeighbourReport report) {
        long hash = SharedKey.hash(account.name());
        long second = report.time().getEpochSecond();
        long step = second / STEP;
        long day = report.day() == 0 ? sums.sentDays().newest() : report.day();
        return new NeighbourNews(
                account,
                report.key(),
                report.time(),
                strong.hours(hash, NeighbourNews.MOST_EVIDENCE),
                harmless.others(hash),
                subscribers.crowded() > newest,
                sums.failedHour(second),
                sums.failedDay(second),
                day,
                sums.sent().within(step - STEPS_OF_AN_HOUR + 1, step),
                sums.sentDays().within(day, day),
                sums.recipients().within(step - STEPS_OF_AN_HOUR + 1, step),
                sums.recipientsDays().within(day, day));
    }

    /** The newest hour of a report, since 1970. */
    long newest() {
        return newest;
    }

    /** Whether it is kept rather than others when there is no place for all. */
    boolean grave() {
        return !strong.seen().isEmpty();
    }

    void write(BinaryStateWriter out) {
        out.number(FORMAT).number(newest).number(toldFailures).number(subscribers.crowded());
        out.number(subscribers.all().size());
        for (Subscriber one : subscribers.all()) {
            out.text(one.account()).signed(newest - one.hour());
        }
        strong.write(out);
        harmless.write(out);
        out.number(sums.equals(Sums.NONE) ? 0 : 1);
        if (!sums.equals(Sums.NONE)) {
            sums.failed().write(out);
            sums.failedHours().write(out);
            sums.sent().write(out);
            sums.sentDays().write(out);
            sums.recipients().write(out);
            sums.recipientsDays().write(out);
        }
    }

    static KeyState read(BinaryStateReader in) {
        long format = in.number();
        if (format != FORMAT) {
            throw new IllegalStateException("a shared key has format " + format + ", this version reads " + FORMAT);
        }
        long newest = in.number();
        int told = in.count();
        long crowded = in.number();
        List<Subscriber> all = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            all.add(new Subscriber(in.text(), newest - in.signed()));
        }
        SeenAccounts strong = SeenAccounts.read(in);
        SeenAccounts harmless = SeenAccounts.read(in);
        Sums sums = in.number() == 0
                ? Sums.NONE
                : new Sums(
                        RecentSum.read(in),
                        RecentSum.read(in),
                        RecentSum.read(in),
                        RecentSum.read(in),
                        RecentSum.read(in),
                        RecentSum.read(in));
        return new KeyState(new Subscribers(all, crowded), strong, harmless, sums, told, newest);
    }
}
