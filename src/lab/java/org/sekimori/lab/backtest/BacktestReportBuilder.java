package org.sekimori.lab.backtest;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.backtest.AccountComparison.FirstFlag;
import org.sekimori.lab.backtest.AccountComparison.RefusalDifference;
import org.sekimori.lab.backtest.BacktestReport.AccountRow;
import org.sekimori.lab.backtest.BacktestReport.Change;
import org.sekimori.lab.backtest.BacktestReport.FlagRow;
import org.sekimori.lab.backtest.BacktestReport.GroupRow;
import org.sekimori.mail.Account;

/** Builds the report from the accounts' comparisons. */
final class BacktestReportBuilder {

    private static final Comparator<AccountRow> MOST_FIRST =
            Comparator.comparing((AccountRow row) -> -row.messages()).thenComparing(AccountRow::account);
    private static final Comparator<FlagRow> EARLIEST_FIRST = Comparator.comparing(
                    (FlagRow row) -> Collections.min(row.rules().values()))
            .thenComparing(FlagRow::account);

    private final BacktestCounts tally;
    private final List<AccountRow> newlyRefused = new ArrayList<>();
    private final List<AccountRow> noLongerRefused = new ArrayList<>();
    private final List<FlagRow> newlyFlagged = new ArrayList<>();
    private final List<FlagRow> noLongerFlagged = new ArrayList<>();
    private final SortedMap<String, Flags> byRule = new TreeMap<>();
    private final SortedMap<String, Flags> byCountry = new TreeMap<>();
    private final SortedMap<String, Flags> byDomain = new TreeMap<>();
    private final SortedMap<String, long[]> shadow = new TreeMap<>();
    private long refusedBaseline;
    private long refusedCandidate;
    private long flaggedBaseline;
    private long flaggedCandidate;

    /** Accounts that were flagged. */
    private static final class Flags {
        private long baseline;
        private long candidate;
        private long newly;
        private long noLonger;

        void add(boolean was, boolean is) {
            baseline += was ? 1 : 0;
            candidate += is ? 1 : 0;
            newly += is && !was ? 1 : 0;
            noLonger += was && !is ? 1 : 0;
        }

        Change change() {
            return new Change(baseline, candidate, newly, noLonger);
        }
    }

    BacktestReportBuilder(BacktestCounts tally) {
        this.tally = tally;
    }

    void add(Account account, AccountComparison met) {
        refusedBaseline += met.refusedBaseline > 0 ? 1 : 0;
        refusedCandidate += met.refusedCandidate > 0 ? 1 : 0;
        flaggedBaseline += met.flagsBaseline.isEmpty() ? 0 : 1;
        flaggedCandidate += met.flagsCandidate.isEmpty() ? 0 : 1;
        parted(newlyRefused, account, met.newlyRefused, met.refusedBaseline);
        parted(noLongerRefused, account, met.noLongerRefused, met.refusedCandidate);
        flags(newlyFlagged, account, met.flagsCandidate, met.flagsBaseline);
        flags(noLongerFlagged, account, met.flagsBaseline, met.flagsCandidate);
        both(met.flagsBaseline.keySet(), met.flagsCandidate.keySet(), byRule);
        both(places(met.flagsBaseline), places(met.flagsCandidate), byCountry);
        if (!met.flagsBaseline.isEmpty() || !met.flagsCandidate.isEmpty()) {
            byDomain.computeIfAbsent(account.domain(), key -> new Flags())
                    .add(!met.flagsBaseline.isEmpty(), !met.flagsCandidate.isEmpty());
        }
        met.shadow.forEach((rule, messages) -> {
            long[] counts = shadow.computeIfAbsent(rule, key -> new long[2]);
            counts[0] += messages;
            counts[1]++;
        });
    }

    private static void parted(List<AccountRow> rows, Account account, RefusalDifference parted, long otherwise) {
        if (parted.messages > 0) {
            rows.add(new AccountRow(
                    account.name(),
                    parted.messages,
                    otherwise,
                    parted.first,
                    parted.last,
                    parted.rules,
                    parted.places));
        }
    }

    private static void flags(
            List<FlagRow> rows, Account account, SortedMap<String, FirstFlag> one, SortedMap<String, FirstFlag> other) {
        SortedMap<String, Instant> rules = new TreeMap<>();
        one.forEach((rule, first) -> {
            if (!other.containsKey(rule)) {
                rules.put(rule, first.time());
            }
        });
        if (!rules.isEmpty()) {
            rows.add(new FlagRow(account.name(), rules, !other.isEmpty()));
        }
    }

    private static SortedSet<String> places(Map<String, FirstFlag> flags) {
        SortedSet<String> places = new TreeSet<>();
        flags.values().forEach(first -> places.add(first.place()));
        return places;
    }

    private static void both(Set<String> baseline, Set<String> candidate, SortedMap<String, Flags> into) {
        SortedSet<String> all = new TreeSet<>(baseline);
        all.addAll(candidate);
        for (String name : all) {
            into.computeIfAbsent(name, key -> new Flags()).add(baseline.contains(name), candidate.contains(name));
        }
    }

    BacktestReport report(
            BacktestReport.Setup setup,
            List<BacktestReport.Example> examples,
            @Nullable ReproductionResult reproduction) {
        newlyRefused.sort(MOST_FIRST);
        noLongerRefused.sort(MOST_FIRST);
        newlyFlagged.sort(EARLIEST_FIRST);
        noLongerFlagged.sort(EARLIEST_FIRST);
        return new BacktestReport(
                setup,
                totals(),
                days(),
                rules(),
                groups(tally.countries, byCountry),
                groups(tally.domains, byDomain),
                newlyRefused,
                noLongerRefused,
                newlyFlagged,
                noLongerFlagged,
                examples,
                reproduction);
    }

    private BacktestReport.Totals totals() {
        return new BacktestReport.Totals(
                verdicts(tally.baseline),
                verdicts(tally.candidate),
                refusedBaseline,
                refusedCandidate,
                newlyRefused.stream().filter(row -> row.otherwise() == 0).count(),
                noLongerRefused.stream().filter(row -> row.otherwise() == 0).count(),
                newlyRefused.stream().mapToLong(AccountRow::messages).sum(),
                noLongerRefused.stream().mapToLong(AccountRow::messages).sum(),
                flaggedBaseline,
                flaggedCandidate,
                newlyFlagged.stream().filter(row -> !row.otherwise()).count(),
                noLongerFlagged.stream().filter(row -> !row.otherwise()).count());
    }

    private static BacktestReport.Verdicts verdicts(BacktestCounts.Verdicts verdicts) {
        return new BacktestReport.Verdicts(
                verdicts.accepted, verdicts.deferred, verdicts.rejected, verdicts.observed, verdicts.quarantined);
    }

    private List<BacktestReport.DayRow> days() {
        List<BacktestReport.DayRow> rows = new ArrayList<>();
        tally.days.forEach((day, counts) -> rows.add(new BacktestReport.DayRow(
                LocalDate.ofEpochDay(day),
                counts.submissions,
                counts.refusedBaseline,
                counts.refusedCandidate,
                counts.flaggedBaseline,
                counts.flaggedCandidate)));
        return rows;
    }

    private List<BacktestReport.RuleRow> rules() {
        SortedSet<String> names = new TreeSet<>(tally.rules.keySet());
        names.addAll(byRule.keySet());
        names.addAll(shadow.keySet());
        List<BacktestReport.RuleRow> rows = new ArrayList<>();
        for (String name : names) {
            long[] counts = shadow.getOrDefault(name, new long[2]);
            rows.add(new BacktestReport.RuleRow(
                    name,
                    refused(tally.rules.get(name)),
                    byRule.getOrDefault(name, new Flags()).change(),
                    counts[0],
                    counts[1]));
        }
        return rows;
    }

    private static List<GroupRow> groups(
            SortedMap<String, BacktestCounts.Refusals> refusals, SortedMap<String, Flags> flags) {
        SortedSet<String> names = new TreeSet<>(refusals.keySet());
        names.addAll(flags.keySet());
        List<GroupRow> rows = new ArrayList<>();
        for (String name : names) {
            rows.add(new GroupRow(
                    name,
                    refused(refusals.get(name)),
                    flags.getOrDefault(name, new Flags()).change()));
        }
        return rows;
    }

    private static Change refused(BacktestCounts.@Nullable Refusals counts) {
        return counts == null
                ? Change.NONE
                : new Change(counts.baseline, counts.candidate, counts.newly, counts.noLonger);
    }
}
