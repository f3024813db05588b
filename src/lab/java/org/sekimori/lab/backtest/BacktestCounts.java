package org.sekimori.lab.backtest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Decision;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.Verdict;

/** One thread's counts; their sum does not depend on the distribution of accounts. */
final class BacktestCounts {

    private final Instant from;
    private final Instant until;
    private final ZoneId zone;

    final Verdicts baseline = new Verdicts();
    final Verdicts candidate = new Verdicts();
    final SortedMap<Long, Day> days = new TreeMap<>();
    final SortedMap<String, Refusals> rules = new TreeMap<>();
    final SortedMap<String, Refusals> countries = new TreeMap<>();
    final SortedMap<String, Refusals> domains = new TreeMap<>();
    Instant first = Instant.MAX;
    Instant last = Instant.MIN;
    long failed;

    private @Nullable Day today;
    private long dayStart;
    private long dayEnd;

    /** One rulebook's answers. */
    static final class Verdicts {
        long accepted;

        /** Taken, and held by the server: neither accepted nor refused. */
        long quarantined;

        long deferred;
        long rejected;

        /** Passed only because the domain is observed. */
        long observed;

        void add(Decision decision) {
            if (decision.verdict() instanceof Verdict.Accept) {
                accepted++;
            } else if (decision.verdict() instanceof Verdict.Quarantine) {
                quarantined++;
            } else if (decision.verdict() instanceof Verdict.Defer) {
                deferred++;
            } else {
                rejected++;
            }
            if (decision.would() != null) {
                observed++;
            }
        }

        void add(Verdicts other) {
            accepted += other.accepted;
            quarantined += other.quarantined;
            deferred += other.deferred;
            rejected += other.rejected;
            observed += other.observed;
        }

        long refused() {
            return deferred + rejected;
        }
    }

    /** One day of the candidate's default time zone. */
    static final class Day {
        long submissions;
        long refusedBaseline;
        long refusedCandidate;
        long flaggedBaseline;
        long flaggedCandidate;

        void add(Day other) {
            submissions += other.submissions;
            refusedBaseline += other.refusedBaseline;
            refusedCandidate += other.refusedCandidate;
            flaggedBaseline += other.flaggedBaseline;
            flaggedCandidate += other.flaggedCandidate;
        }
    }

    /** Refused messages that have something in common. */
    static final class Refusals {
        long baseline;
        long candidate;
        long newly;
        long noLonger;

        void add(Refusals other) {
            baseline += other.baseline;
            candidate += other.candidate;
            newly += other.newly;
            noLonger += other.noLonger;
        }
    }

    BacktestCounts(BacktestPlan plan) {
        from = plan.from();
        until = plan.until();
        zone = plan.candidate().policies().defaults().zone();
    }

    /** Whether a submission lies in the time that is counted. */
    boolean counts(MailEvent event) {
        return !event.time().isBefore(from) && event.time().isBefore(until);
    }

    /** Counts a submission. */
    void submission(@Nullable Decision was, Decision would) {
        candidate.add(would);
        Day day = day(would.time());
        day.submissions++;
        first = would.time().isBefore(first) ? would.time() : first;
        last = would.time().isAfter(last) ? would.time() : last;
        if (was != null) {
            baseline.add(was);
        }
    }

    /** Counts a submission with findings; called before the account's own comparison is updated. */
    void findings(AccountComparison account, @Nullable Decision was, Decision would) {
        boolean refusedWas = AccountComparison.refused(was);
        boolean refusedWould = AccountComparison.refused(would);
        Day day = day(would.time());
        day.refusedBaseline += refusedWas ? 1 : 0;
        day.refusedCandidate += refusedWould ? 1 : 0;
        if (was != null && !was.flags().isEmpty() && account.flaggedDayBaseline != dayStart) {
            account.flaggedDayBaseline = dayStart;
            day.flaggedBaseline++;
        }
        if (!would.flags().isEmpty() && account.flaggedDayCandidate != dayStart) {
            account.flaggedDayCandidate = dayStart;
            day.flaggedCandidate++;
        }
        if (was != null && refusedWas) {
            refusals(rules, AccountComparison.acting(was)).baseline++;
            refusals(rules, AccountComparison.acting(was)).noLonger += refusedWould ? 0 : 1;
        }
        if (refusedWould) {
            refusals(rules, AccountComparison.acting(would)).candidate++;
            refusals(rules, AccountComparison.acting(would)).newly += refusedWas ? 0 : 1;
        }
        if (refusedWas || refusedWould) {
            refused(refusals(countries, place(would.origin())), refusedWas, refusedWould);
            refused(refusals(domains, would.account().domain()), refusedWas, refusedWould);
        }
    }

    private static void refused(Refusals refusals, boolean refusedWas, boolean refusedWould) {
        refusals.baseline += refusedWas ? 1 : 0;
        refusals.candidate += refusedWould ? 1 : 0;
        refusals.newly += refusedWould && !refusedWas ? 1 : 0;
        refusals.noLonger += refusedWas && !refusedWould ? 1 : 0;
    }

    private static Refusals refusals(SortedMap<String, Refusals> by, String name) {
        return by.computeIfAbsent(name, key -> new Refusals());
    }

    /** A country's code, or the kind of an origin without one. */
    static String place(Origin origin) {
        return origin instanceof Origin.Country country ? country.country() : origin.kind();
    }

    private Day day(Instant time) {
        long second = time.getEpochSecond();
        Day known = today;
        if (known == null || second < dayStart || second >= dayEnd) {
            LocalDate date = LocalDate.ofInstant(time, zone);
            dayStart = date.atStartOfDay(zone).toEpochSecond();
            dayEnd = date.plusDays(1).atStartOfDay(zone).toEpochSecond();
            known = days.computeIfAbsent(date.toEpochDay(), key -> new Day());
            today = known;
        }
        return known;
    }

    /** Adds another thread's counts. */
    void add(BacktestCounts other) {
        baseline.add(other.baseline);
        candidate.add(other.candidate);
        other.days.forEach(
                (day, counts) -> days.computeIfAbsent(day, key -> new Day()).add(counts));
        other.rules.forEach((name, counts) -> refusals(rules, name).add(counts));
        other.countries.forEach((name, counts) -> refusals(countries, name).add(counts));
        other.domains.forEach((name, counts) -> refusals(domains, name).add(counts));
        first = other.first.isBefore(first) ? other.first : first;
        last = other.last.isAfter(last) ? other.last : last;
        failed += other.failed;
    }
}
