package org.sekimori.lab.fit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.sekimori.lab.evaluation.detectors.RulebookDetector;
import org.sekimori.lab.evaluation.detectors.TimelinePlayer;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.evidence.StepTable;

/** Plays worlds through the engine on several threads and records the evidence. The result does not depend on their number. */
final class WorldTracer {

    private static final int ACCOUNTS_AT_A_TIME = 100;

    private record Block(SyntheticWorld world, int from, int until) {}

    private WorldTracer() {}

    /**
     * The evidence of all accounts. The rule that adds the signs up does nothing meanwhile: until its first flag that makes no
     * difference, and so the weights of today leave no mark on those of tomorrow.
     *
     * @param progress receives the number of finished accounts, from any thread
     */
    static TraceSet of(List<SyntheticWorld> worlds, Rulebook rulebook, int threads, LongConsumer progress)
            throws InterruptedException {
        List<Block> blocks = new ArrayList<>();
        for (SyntheticWorld world : worlds) {
            int accounts = world.setting().accounts();
            for (int from = 0; from < accounts; from += ACCOUNTS_AT_A_TIME) {
                blocks.add(new Block(world, from, Math.min(accounts, from + ACCOUNTS_AT_A_TIME)));
            }
        }
        SortedMap<String, StepTable> tables = rulebook.weights().signs();
        SignSteps steps = new SignSteps(tables);
        List<TraceSet> parts = new ArrayList<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            parts.add(new TraceSet(List.copyOf(tables.keySet())));
        }
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(() -> {
                    try (RulebookDetector detector = RulebookDetector.tracing(rulebook)) {
                        TimelinePlayer playback = new TimelinePlayer();
                        for (int at = next.getAndIncrement(); at < blocks.size(); at = next.getAndIncrement()) {
                            trace(blocks.get(at), detector, playback, steps, parts.get(at));
                            progress.accept(done.addAndGet(
                                    blocks.get(at).until() - blocks.get(at).from()));
                        }
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("an account could not be traced: " + e.getCause(), e.getCause());
        } finally {
            next.set(blocks.size());
            pool.shutdownNow();
        }
        TraceSet all = new TraceSet(List.copyOf(tables.keySet()));
        parts.forEach(all::add);
        return all;
    }

    private static void trace(
            Block block, RulebookDetector detector, TimelinePlayer playback, SignSteps steps, TraceSet into) {
        for (int account = block.from(); account < block.until(); account++) {
            var life = block.world().timeline(account);
            AccountTracer tracer = new AccountTracer(life, block.world().setting(), steps, detector::readings, into);
            playback.play(life, detector, tracer);
            tracer.close();
        }
    }
}
