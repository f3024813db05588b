package org.sekimori.lab.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.sekimori.lab.evaluation.HonestAccountCounts.Impact;
import org.sekimori.lab.evaluation.detectors.DetectorCatalog;
import org.sekimori.lab.evaluation.report.EvaluationReport;
import org.sekimori.lab.evaluation.report.EvaluationReport.AttackRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.GoalRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.HonestRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.Setup;
import org.sekimori.lab.evaluation.report.EvaluationReport.SweepRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.WorldRow;
import org.sekimori.lab.report.Estimate;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.WorldFactory;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookFiles;

/** Plays the worlds of some generators through a rulebook and its baselines, and reports. */
public final class Evaluation {

    /** Seeds of each sweep. */
    private static final int SWEEP_SEEDS = 2;

    private static final String SIMULATOR = "simulator";

    private final EvaluationParameters plan;
    private final Rulebook rulebook;
    private final Map<String, WorldFactory> generators;
    private final FrozenWeights frozen = FrozenWeights.shipped();
    private final List<Long> simulatorSeeds;
    private final List<Long> judgeSeeds;

    /**
     * An evaluation.
     *
     * @param generators by name, in the report's order; the one called {@code simulator} gets the plan's seeds, any other those
     *     that are derived from the commit that froze the rules
     */
    public Evaluation(EvaluationParameters plan, Rulebook rulebook, Map<String, WorldFactory> generators) {
        this.plan = plan;
        this.rulebook = rulebook;
        this.generators = Collections.unmodifiableMap(new LinkedHashMap<>(generators));
        this.simulatorSeeds = LongStream.range(0, plan.seeds())
                .map(i -> plan.firstSeed() + i)
                .boxed()
                .toList();
        // Another first seed is another draw of both, so that a report can be compared with one of other chances.
        this.judgeSeeds = frozen.seeds((int) plan.firstSeed() - 1 + plan.seeds())
                .subList((int) plan.firstSeed() - 1, (int) plan.firstSeed() - 1 + plan.seeds());
    }

    /** How many lives will be played. */
    public long accounts() {
        return EvaluationRunner.accounts(jobs()) + EvaluationRunner.accounts(sweepJobs());
    }

    /**
     * Runs the evaluation.
     *
     * @param command that makes this report again, for the report
     * @param progress receives the number of finished lives, from any thread
     * @param files the rulebook's text, for its version
     */
    public EvaluationReport run(String command, RulebookFiles files, java.util.function.LongConsumer progress)
            throws InterruptedException {
        List<EvaluationRunner.Job> jobs = jobs();
        Map<String, Map<String, DetectorScores>> tallies =
                EvaluationRunner.run(jobs, DetectorCatalog.withBaselines(rulebook), plan.threads(), progress);
        long played = EvaluationRunner.accounts(jobs);
        Map<String, Map<String, DetectorScores>> swept = EvaluationRunner.run(
                sweepJobs(),
                DetectorCatalog.rulebook(rulebook),
                plan.threads(),
                done -> progress.accept(played + done));
        List<WorldRow> worlds = new ArrayList<>();
        generators.keySet().forEach(name -> worlds.add(world(name, found(tallies, name))));
        List<GoalRow> goals = goals(tallies);
        List<SweepRow> sweeps = sweeps(swept);
        Setup setup = new Setup(
                command,
                files.id(),
                frozen.commit(),
                frozen.matches(files),
                plan.accounts(),
                plan.days(),
                plan.warmUpDays(),
                simulatorSeeds,
                judgeSeeds);
        return new EvaluationReport(setup, WeaknessSummary.of(worlds, goals, sweeps), goals, worlds, sweeps);
    }

    private List<EvaluationRunner.Job> jobs() {
        List<EvaluationRunner.Job> jobs = new ArrayList<>();
        generators.forEach((name, generator) -> {
            for (long seed : seeds(name)) {
                jobs.add(new EvaluationRunner.Job(
                        name, generator.world(setting(name, seed), seed, AssumptionFactors.PLAIN)));
            }
        });
        return jobs;
    }

    private List<EvaluationRunner.Job> sweepJobs() {
        List<EvaluationRunner.Job> jobs = new ArrayList<>();
        if (!plan.sweeps()) {
            return jobs;
        }
        generators.forEach((name, generator) -> {
            for (long seed : seeds(name).subList(0, Math.min(SWEEP_SEEDS, plan.seeds()))) {
                for (AssumptionSweep sweep : AssumptionSweep.all()) {
                    jobs.add(new EvaluationRunner.Job(
                            group(name, sweep), generator.world(setting(name, seed), seed, sweep.assumptions())));
                }
                jobs.add(new EvaluationRunner.Job(
                        name + noAsn(),
                        new WorldWithoutAsn(generator.world(setting(name, seed), seed, AssumptionFactors.PLAIN))));
            }
        });
        return jobs;
    }

    private WorldSettings setting(String generator, long seed) {
        return generator.equals(SIMULATOR) ? plan.simulatorSetting(seed) : plan.setting();
    }

    private List<Long> seeds(String generator) {
        return generator.equals(SIMULATOR) ? simulatorSeeds : judgeSeeds;
    }

    private static String group(String generator, AssumptionSweep sweep) {
        return generator + "/" + sweep.name() + "/" + sweep.factor();
    }

    private static String noAsn() {
        return "/no ASN database";
    }

    private static WorldRow world(String name, Map<String, DetectorScores> byDetector) {
        DetectorScores tally = found(byDetector, DetectorCatalog.RULEBOOK);
        List<AttackOutcome> all = tally.attacks();
        Map<String, List<AttackOutcome>> byClass = new LinkedHashMap<>();
        for (AttackTempo tempo : AttackTempo.values()) {
            EvaluationRowBuilder.of(all, tempo).stream()
                    .sorted(java.util.Comparator.comparing(AttackOutcome::attackClass))
                    .forEach(attack -> byClass.computeIfAbsent(attack.attackClass(), key -> new ArrayList<>())
                            .add(attack));
        }
        List<AttackRow> attacks = new ArrayList<>();
        byClass.forEach((key, some) -> attacks.add(
                EvaluationRowBuilder.attacks(key, AttackTempo.of(key).word(), some)));
        for (AttackTempo tempo : AttackTempo.values()) {
            attacks.add(EvaluationRowBuilder.attacks(
                    "all " + tempo.word(), tempo.word(), EvaluationRowBuilder.of(all, tempo)));
        }
        List<HonestRow> honest = new ArrayList<>();
        tally.honestByClass().forEach((key, some) -> honest.add(EvaluationRowBuilder.honest(key, some)));
        honest.add(EvaluationRowBuilder.honest("all", tally.honestCounts()));
        List<EvaluationReport.DetectorRow> detectors = new ArrayList<>();
        byDetector.forEach((key, some) -> {
            if (DetectorCatalog.inTable(key)) {
                detectors.add(EvaluationRowBuilder.detector(key, some));
            }
        });
        return new WorldRow(
                name,
                attacks,
                honest,
                EvaluationRowBuilder.rules(tally),
                detectors,
                EvaluationCurveBuilder.of(byDetector),
                EvaluationRowBuilder.quarantine(tally));
    }

    private List<GoalRow> goals(Map<String, Map<String, DetectorScores>> tallies) {
        List<GoalRow> rows = new ArrayList<>();
        for (DetectionGoal goal : DetectionGoal.all()) {
            List<Estimate> reached = generators.keySet().stream()
                    .map(name -> goal.reached(found(found(tallies, name), DetectorCatalog.RULEBOOK)))
                    .toList();
            boolean met = reached.stream().allMatch(goal::met);
            // Missed for certain in one world is missed, whatever the other's result.
            boolean decided = met
                    ? reached.stream().allMatch(goal::decided)
                    : reached.stream().anyMatch(one -> !goal.met(one) && goal.decided(one));
            rows.add(new GoalRow(
                    goal.text(),
                    goal.wanted(),
                    reached.stream().map(Estimate::value).toList(),
                    met,
                    decided));
        }
        return rows;
    }

    private List<SweepRow> sweeps(Map<String, Map<String, DetectorScores>> swept) {
        List<SweepRow> rows = new ArrayList<>();
        if (!plan.sweeps()) {
            return rows;
        }
        generators.keySet().forEach(name -> {
            for (AssumptionSweep sweep : AssumptionSweep.all()) {
                rows.add(sweep(name, sweep.name(), sweep.factor(), found(swept, group(name, sweep))));
            }
            rows.add(sweep(name, "no ASN database", 1, found(swept, name + noAsn())));
        });
        return rows;
    }

    private static SweepRow sweep(String world, String name, double factor, Map<String, DetectorScores> byDetector) {
        DetectorScores tally = found(byDetector, DetectorCatalog.RULEBOOK);
        HonestAccountCounts honest = tally.honestCounts();
        return new SweepRow(
                world,
                name,
                factor,
                EvaluationRowBuilder.share(tally.attacks(), EvaluationRowBuilder::caught),
                honest.per10000(Impact.FLAGGED),
                honest.per10000(Impact.BLOCKED),
                honest.per10000(Impact.POLICY),
                EvaluationRowBuilder.quantile(tally.attacks(), AttackOutcome::messagesUntilFlag, 0.5)
                        .value());
    }

    private static <T> T found(Map<String, T> map, String name) {
        T value = map.get(name);
        if (value == null) {
            throw new IllegalStateException("nothing was played for " + name);
        }
        return value;
    }
}
