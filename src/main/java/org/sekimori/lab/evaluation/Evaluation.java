package org.sekimori.lab.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.sekimori.lab.evaluation.HonestTally.Felt;
import org.sekimori.lab.evaluation.Report.AttackRow;
import org.sekimori.lab.evaluation.Report.GoalRow;
import org.sekimori.lab.evaluation.Report.HonestRow;
import org.sekimori.lab.evaluation.Report.Setup;
import org.sekimori.lab.evaluation.Report.SweepRow;
import org.sekimori.lab.evaluation.Report.WorldRow;
import org.sekimori.lab.report.Estimate;
import org.sekimori.lab.world.Assumptions;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookFiles;

/** Plays the worlds of some generators through a rulebook and its baselines, and reports. */
public final class Evaluation {

    /** Seeds of each sweep. */
    private static final int SWEEP_SEEDS = 2;

    private static final String SIMULATOR = "simulator";

    private final Plan plan;
    private final Rulebook rulebook;
    private final Map<String, Generator> generators;
    private final Frozen frozen = Frozen.shipped();
    private final List<Long> simulatorSeeds;
    private final List<Long> judgeSeeds;

    /**
     * An evaluation.
     *
     * @param generators by name, in the report's order; the one called {@code simulator} gets the plan's seeds, any other those
     *     that are derived from the commit that froze the rules
     */
    public Evaluation(Plan plan, Rulebook rulebook, Map<String, Generator> generators) {
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
        return Runner.accounts(jobs()) + Runner.accounts(sweepJobs());
    }

    /**
     * Plays everything.
     *
     * @param command what makes this report again, for the report
     * @param progress told how many lives are done, from any thread
     * @param files the rulebook's text, for its version
     */
    public Report run(String command, RulebookFiles files, java.util.function.LongConsumer progress)
            throws InterruptedException {
        List<Runner.Job> jobs = jobs();
        Map<String, Map<String, Tally>> tallies =
                Runner.run(jobs, Detectors.withBaselines(rulebook), plan.threads(), progress);
        long played = Runner.accounts(jobs);
        Map<String, Map<String, Tally>> swept = Runner.run(
                sweepJobs(), Detectors.rulebook(rulebook), plan.threads(), done -> progress.accept(played + done));
        List<WorldRow> worlds = new ArrayList<>();
        generators.keySet().forEach(name -> worlds.add(world(name, found(tallies, name))));
        List<GoalRow> goals = goals(tallies);
        List<SweepRow> sweeps = sweeps(swept);
        Setup setup = new Setup(
                command,
                files.id(),
                frozen.commit(),
                frozen.froze(files),
                plan.accounts(),
                plan.days(),
                plan.warmUpDays(),
                simulatorSeeds,
                judgeSeeds);
        return new Report(setup, Weaknesses.of(worlds, goals, sweeps), goals, worlds, sweeps);
    }

    private List<Runner.Job> jobs() {
        List<Runner.Job> jobs = new ArrayList<>();
        generators.forEach((name, generator) -> {
            for (long seed : seeds(name)) {
                jobs.add(new Runner.Job(name, generator.world(plan.setting(), seed, Assumptions.PLAIN)));
            }
        });
        return jobs;
    }

    private List<Runner.Job> sweepJobs() {
        List<Runner.Job> jobs = new ArrayList<>();
        if (!plan.sweeps()) {
            return jobs;
        }
        generators.forEach((name, generator) -> {
            for (long seed : seeds(name).subList(0, Math.min(SWEEP_SEEDS, plan.seeds()))) {
                for (Sweep sweep : Sweep.all()) {
                    jobs.add(new Runner.Job(
                            group(name, sweep), generator.world(plan.setting(), seed, sweep.assumptions())));
                }
                jobs.add(new Runner.Job(
                        name + noAsn(), new WithoutAsn(generator.world(plan.setting(), seed, Assumptions.PLAIN))));
            }
        });
        return jobs;
    }

    private List<Long> seeds(String generator) {
        return generator.equals(SIMULATOR) ? simulatorSeeds : judgeSeeds;
    }

    private static String group(String generator, Sweep sweep) {
        return generator + "/" + sweep.name() + "/" + sweep.factor();
    }

    private static String noAsn() {
        return "/no ASN database";
    }

    private static WorldRow world(String name, Map<String, Tally> byDetector) {
        Tally tally = found(byDetector, Detectors.RULEBOOK);
        List<AttackOutcome> all = tally.attacks();
        Map<String, List<AttackOutcome>> byClass = new LinkedHashMap<>();
        for (Tempo tempo : Tempo.values()) {
            Rows.of(all, tempo).stream()
                    .sorted(java.util.Comparator.comparing(AttackOutcome::attackClass))
                    .forEach(attack -> byClass.computeIfAbsent(attack.attackClass(), key -> new ArrayList<>())
                            .add(attack));
        }
        List<AttackRow> attacks = new ArrayList<>();
        byClass.forEach(
                (key, some) -> attacks.add(Rows.attacks(key, Tempo.of(key).word(), some)));
        for (Tempo tempo : Tempo.values()) {
            attacks.add(Rows.attacks("all " + tempo.word(), tempo.word(), Rows.of(all, tempo)));
        }
        List<HonestRow> honest = new ArrayList<>();
        tally.honestByClass().forEach((key, some) -> honest.add(Rows.honest(key, some)));
        honest.add(Rows.honest("all", tally.honest()));
        List<Report.DetectorRow> detectors = new ArrayList<>();
        byDetector.forEach((key, some) -> {
            if (Detectors.inTable(key)) {
                detectors.add(Rows.detector(key, some));
            }
        });
        return new WorldRow(name, attacks, honest, Rows.rules(tally), detectors, Lines.of(byDetector));
    }

    private List<GoalRow> goals(Map<String, Map<String, Tally>> tallies) {
        List<GoalRow> rows = new ArrayList<>();
        for (Goal goal : Goal.all()) {
            List<Estimate> reached = generators.keySet().stream()
                    .map(name -> goal.reached(found(found(tallies, name), Detectors.RULEBOOK)))
                    .toList();
            boolean met = reached.stream().allMatch(goal::met);
            // Missed for certain in one world is missed, whatever the other says.
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

    private List<SweepRow> sweeps(Map<String, Map<String, Tally>> swept) {
        List<SweepRow> rows = new ArrayList<>();
        if (!plan.sweeps()) {
            return rows;
        }
        generators.keySet().forEach(name -> {
            for (Sweep sweep : Sweep.all()) {
                rows.add(sweep(name, sweep.name(), sweep.factor(), found(swept, group(name, sweep))));
            }
            rows.add(sweep(name, "no ASN database", 1, found(swept, name + noAsn())));
        });
        return rows;
    }

    private static SweepRow sweep(String world, String name, double factor, Map<String, Tally> byDetector) {
        Tally tally = found(byDetector, Detectors.RULEBOOK);
        HonestTally honest = tally.honest();
        return new SweepRow(
                world,
                name,
                factor,
                Rows.share(tally.attacks(), Rows::caught),
                honest.per10000(Felt.FLAGGED),
                honest.per10000(Felt.BLOCKED),
                honest.per10000(Felt.POLICY),
                Rows.quantile(tally.attacks(), AttackOutcome::messagesUntilFlag, 0.5)
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
