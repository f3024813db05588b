package org.sekimori.lab.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.sekimori.lab.evaluation.detectors.Detector;
import org.sekimori.lab.evaluation.detectors.TimelinePlayer;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.SyntheticWorld;

/** Plays worlds through detectors on several threads. The result does not depend on their number. */
final class EvaluationRunner {

    /** A world, and the name under which its results are put together with others. */
    record Job(String group, SyntheticWorld world) {}

    private static final int ACCOUNTS_AT_A_TIME = 50;

    private record Block(int job, int from, int until) {}

    private final List<Job> jobs;
    private final Map<String, Supplier<Detector>> detectors;
    private final List<Block> blocks = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    private EvaluationRunner(List<Job> jobs, Map<String, Supplier<Detector>> detectors) {
        this.jobs = jobs;
        this.detectors = detectors;
        for (int job = 0; job < jobs.size(); job++) {
            int accounts = jobs.get(job).world().setting().accounts();
            for (int from = 0; from < accounts; from += ACCOUNTS_AT_A_TIME) {
                blocks.add(new Block(job, from, Math.min(accounts, from + ACCOUNTS_AT_A_TIME)));
            }
        }
    }

    /**
     * Scores by group and detector.
     *
     * @param progress receives the number of finished accounts, from any thread
     */
    static Map<String, Map<String, DetectorScores>> run(
            List<Job> jobs, Map<String, Supplier<Detector>> detectors, int threads, LongConsumer progress)
            throws InterruptedException {
        return new EvaluationRunner(jobs, detectors).run(threads, progress);
    }

    private Map<String, Map<String, DetectorScores>> run(int threads, LongConsumer progress)
            throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Map<String, Map<String, DetectorScores>>>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                parts.add(pool.submit(() -> work(progress)));
            }
            Map<String, Map<String, DetectorScores>> all = empty();
            for (Future<Map<String, Map<String, DetectorScores>>> part : parts) {
                part.get()
                        .forEach((group, byDetector) -> byDetector.forEach(
                                (detector, tally) -> tally(all, group, detector).add(tally)));
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an account could not be evaluated: " + e.getCause(), e.getCause());
        } finally {
            // After an interrupt or failure, working threads find no further block.
            next.set(blocks.size());
            pool.shutdownNow();
        }
    }

    private Map<String, Map<String, DetectorScores>> work(LongConsumer progress) {
        Map<String, Map<String, DetectorScores>> tallies = empty();
        Map<String, Detector> own = new LinkedHashMap<>();
        detectors.forEach((name, maker) -> own.put(name, maker.get()));
        TimelinePlayer playback = new TimelinePlayer();
        try {
            for (int i = next.getAndIncrement(); i < blocks.size(); i = next.getAndIncrement()) {
                Block block = blocks.get(i);
                for (int account = block.from; account < block.until; account++) {
                    play(block.job, account, own, playback, tallies);
                }
                progress.accept(done.addAndGet(block.until - block.from));
            }
        } finally {
            own.values().forEach(Detector::close);
        }
        return tallies;
    }

    private void play(
            int job,
            int account,
            Map<String, Detector> own,
            TimelinePlayer playback,
            Map<String, Map<String, DetectorScores>> tallies) {
        SyntheticWorld world = jobs.get(job).world();
        AccountTimeline life = world.timeline(account);
        long order = (long) job << 32 | account;
        own.forEach((name, detector) -> {
            DetectorScores tally = tally(tallies, jobs.get(job).group(), name);
            AccountScorer score = new AccountScorer(life, world.setting(), tally.honestCounts(life.honestClass()));
            playback.play(life, detector, score);
            score.close(order, tally);
        });
    }

    private Map<String, Map<String, DetectorScores>> empty() {
        Map<String, Map<String, DetectorScores>> all = new LinkedHashMap<>();
        for (Job job : jobs) {
            for (String detector : detectors.keySet()) {
                tally(all, job.group(), detector);
            }
        }
        return all;
    }

    private static DetectorScores tally(Map<String, Map<String, DetectorScores>> all, String group, String detector) {
        return all.computeIfAbsent(group, name -> new LinkedHashMap<>())
                .computeIfAbsent(detector, name -> new DetectorScores());
    }

    /** How many accounts there are in all. */
    static long accounts(List<Job> jobs) {
        return jobs.stream().mapToLong(job -> job.world().setting().accounts()).sum();
    }
}
