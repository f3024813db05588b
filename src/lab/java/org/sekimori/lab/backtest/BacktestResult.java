package org.sekimori.lab.backtest;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;

/** Result of a backtest: the report, the states, and the fingerprints to compare recorded decisions with. */
public final class BacktestResult {

    private final BacktestPlan plan;
    private final long entries;
    private final long unusable;
    private final BacktestCounts tally;
    private final ExampleCollector examples;
    private final ReproductionChecker reproducer;
    private final List<AccountShard> shards;

    BacktestResult(
            BacktestPlan plan,
            long entries,
            long unusable,
            BacktestCounts tally,
            ExampleCollector examples,
            ReproductionChecker reproducer,
            List<AccountShard> shards) {
        this.plan = plan;
        this.entries = entries;
        this.unusable = unusable;
        this.tally = tally;
        this.examples = examples;
        this.reproducer = reproducer;
        this.shards = shards;
    }

    /** Entries that could be read. */
    public long entries() {
        return entries;
    }

    /** Lines or records that could not be read. */
    public long unusable() {
        return unusable;
    }

    /** Submissions that were decided about in the counted time. */
    public long submissions() {
        return tally.candidate.accepted + tally.candidate.quarantined + tally.candidate.refused();
    }

    /** Holds recorded decisions against the baseline's; only of a plan with prints. */
    public ReproductionChecker reproducer() {
        return reproducer;
    }

    /** The candidate's states after the last entry; the time is that of the last counted submission, 1970 without one. */
    public StateSnapshot snapshot() {
        TreeMap<Account, byte[]> states = new TreeMap<>();
        shards.forEach(shard -> shard.states(states::put));
        return new StateSnapshot(
                submissions() == 0 ? Instant.EPOCH : tally.last,
                plan.candidate().id(),
                states);
    }

    /**
     * The report.
     *
     * @param reproduction comparison with the recorded decisions; null without any
     * @throws IllegalStateException if the candidate's rules cannot be explained
     */
    public BacktestReport report(BacktestReport.Source source, @Nullable ReproductionResult reproduction) {
        BacktestReport.Setup setup = new BacktestReport.Setup(
                source.command(),
                source.recording(),
                source.baseline(),
                source.start(),
                plan.candidate().id(),
                !(plan.baseline() instanceof BacktestBaseline.None),
                entries,
                unusable,
                tally.failed,
                shards.stream().mapToLong(AccountShard::accounts).sum(),
                submissions() == 0 ? null : tally.first,
                submissions() == 0 ? null : tally.last);
        BacktestReportBuilder changes = new BacktestReportBuilder(tally);
        shards.forEach(shard -> shard.tallies(changes::add));
        return changes.report(setup, ExampleExplainer.of(plan.candidate(), examples.chosen()), reproduction);
    }
}
