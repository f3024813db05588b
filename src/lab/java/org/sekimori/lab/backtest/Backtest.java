package org.sekimori.lab.backtest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.input.InputChunk;
import org.sekimori.cli.input.LogEntryDecoder;
import org.sekimori.cli.input.LogEntrySource;

/**
 * Steps a recording through two rulebooks on all cores. Works in rounds of two halves: free workers first decode the chunks of
 * the round, then step the shards. A barrier between the halves keeps each account's entries in order without locks or queues; a
 * round is a few thousand entries, so the wait is small. A reader thread fetches the next chunks meanwhile.
 *
 * <p>The two rulebooks keep separate states: a message that one refuses is not counted in its state. Both get the recorded
 * outcomes, answers, grants and holds.
 */
public final class Backtest {

    private static final int CHUNKS_PER_THREAD = 8;

    private final BacktestPlan plan;
    private final LogEntryDecoder decoder;
    private final BiConsumer<String, String> complaints;
    private final List<AccountShard> shards = new ArrayList<>();
    private long entries;
    private long unusable;

    /**
     * A backtest, to be run once.
     *
     * @param decoder decodes entries
     * @param start initial states of both rulebooks; null for none
     * @param complaints receives place and reason of each undecodable entry, in order
     */
    public Backtest(
            BacktestPlan plan,
            LogEntryDecoder decoder,
            @Nullable StateSnapshot start,
            BiConsumer<String, String> complaints) {
        this.plan = plan;
        this.decoder = decoder;
        this.complaints = complaints;
        for (int i = 0; i < AccountShard.COUNT; i++) {
            shards.add(new AccountShard());
        }
        if (start != null) {
            start.states().forEach((account, state) -> shards.get(AccountShard.of(account))
                    .start(account, state));
        }
    }

    /**
     * Replays the recording.
     *
     * @param progress called after each round
     * @throws IOException if the recording cannot be read
     * @throws IllegalStateException if the log does not answer, or a recorded rulebook is unknown
     */
    public BacktestResult run(LogEntrySource recording, Runnable progress) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(plan.threads());
        List<WorkerEngines> lanes = new ArrayList<>();
        try (ReadAheadReader intake = new ReadAheadReader(recording, CHUNKS_PER_THREAD * plan.threads())) {
            for (int i = 0; i < plan.threads(); i++) {
                lanes.add(new WorkerEngines(plan));
            }
            for (List<InputChunk> round = intake.next(); !round.isEmpty(); round = intake.next()) {
                round(pool, lanes, round);
                progress.run();
            }
        } finally {
            pool.shutdownNow();
            lanes.forEach(WorkerEngines::close);
        }
        return outcome(lanes);
    }

    private void round(ExecutorService pool, List<WorkerEngines> lanes, List<InputChunk> round)
            throws InterruptedException {
        List<@Nullable ShardedChunk> read = new ArrayList<>(Collections.nCopies(round.size(), null));
        AtomicInteger nextChunk = new AtomicInteger();
        all(pool, lanes, lane -> {
            for (int i = nextChunk.getAndIncrement(); i < round.size(); i = nextChunk.getAndIncrement()) {
                read.set(i, ShardedChunk.of(round.get(i), decoder));
            }
        });
        List<ShardedChunk> parsed = new ArrayList<>();
        for (ShardedChunk one : read) {
            if (one != null) {
                parsed.add(one);
                entries += one.entries().length;
                unusable += one.unusable().size();
                one.unusable().forEach(what -> complaints.accept(what.place(), what.reason()));
            }
        }
        AtomicInteger nextShard = new AtomicInteger();
        all(pool, lanes, lane -> {
            for (int i = nextShard.getAndIncrement(); i < AccountShard.COUNT; i = nextShard.getAndIncrement()) {
                shards.get(i).step(i, parsed, lane);
            }
        });
    }

    /** One worker's task in half a round. */
    private interface Half {
        void work(WorkerEngines lanes);
    }

    private static void all(ExecutorService pool, List<WorkerEngines> lanes, Half half) throws InterruptedException {
        List<Callable<@Nullable Void>> tasks = new ArrayList<>();
        for (WorkerEngines own : lanes) {
            tasks.add(() -> {
                half.work(own);
                return null;
            });
        }
        for (Future<@Nullable Void> done : pool.invokeAll(tasks)) {
            try {
                done.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IllegalStateException known) {
                    throw known;
                }
                throw new IllegalStateException("an entry could not be replayed: " + e.getCause(), e.getCause());
            }
        }
    }

    private BacktestResult outcome(List<WorkerEngines> lanes) {
        BacktestCounts tally = new BacktestCounts(plan);
        ExampleCollector examples = new ExampleCollector(plan.examples());
        List<DecisionFingerprints> prints = new ArrayList<>();
        for (WorkerEngines own : lanes) {
            tally.add(own.tally);
            examples.add(own.examples);
            prints.add(own.prints);
        }
        return new BacktestResult(plan, entries, unusable, tally, examples, new ReproductionChecker(prints), shards);
    }
}
