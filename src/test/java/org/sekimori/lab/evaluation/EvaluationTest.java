package org.sekimori.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sekimori.lab.evaluation.detectors.DetectorCatalog;
import org.sekimori.lab.evaluation.report.EvaluationHtmlRenderer;
import org.sekimori.lab.evaluation.report.EvaluationReport;
import org.sekimori.lab.evaluation.report.EvaluationReport.AttackRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.DetectorRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.GoalRow;
import org.sekimori.lab.evaluation.report.EvaluationReport.WorldRow;
import org.sekimori.lab.evaluation.report.EvaluationReportCodec;
import org.sekimori.lab.evaluation.report.EvaluationTextRenderer;
import org.sekimori.lab.judge.JudgeWorld;
import org.sekimori.lab.simulation.SimulatorParameters;
import org.sekimori.lab.simulation.SimulatorWorld;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.lab.world.WorldFactory;
import org.sekimori.rig.LongRun;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

class EvaluationTest {

    private static final int ACCOUNTS = LongRun.size(300, 1_500);
    private static final int DAYS = LongRun.size(28, 90);
    private static final int WARM_UP = DAYS / 2;
    private static final RulebookFiles FILES = files();
    private static Rulebook rulebook = Rulebook.NONE;
    private static final EvaluationReport NONE = new EvaluationReport(
            new EvaluationReport.Setup("", "", "", false, 0, 0, 0, List.of(), List.of()),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    private static EvaluationReport report = NONE;

    /** Of no rules at all. */
    private static EvaluationReport nothing = NONE;

    private static final Map<String, WorldFactory> GENERATORS = generators();

    private static RulebookFiles files() {
        try {
            return RulebookFiles.read(Path.of("rules"));
        } catch (RulebookException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, WorldFactory> generators() {
        SyntheticGeography geography = SyntheticGeography.starter();
        Map<String, WorldFactory> generators = new LinkedHashMap<>();
        generators.put(
                "simulator",
                (setting, seed, assumptions) ->
                        SimulatorWorld.of(setting, seed, SimulatorParameters.shipped(), assumptions, geography));
        generators.put("judge", (setting, seed, assumptions) -> JudgeWorld.of(setting, seed, assumptions, geography));
        return generators;
    }

    @BeforeAll
    static void evaluate() throws Exception {
        rulebook = Rulebook.compile(FILES);
        report = run(1, 2, false);
        EvaluationParameters plan = new EvaluationParameters(LongRun.size(40, 300), DAYS, WARM_UP, 1, 1, false, 2);
        nothing = new Evaluation(plan, Rulebook.NONE, GENERATORS)
                .run("test", new RulebookFiles(new TreeMap<>()), done -> {});
    }

    @AfterAll
    static void close() {
        rulebook.close();
    }

    private static EvaluationReport run(long firstSeed, int threads, boolean sweeps) throws InterruptedException {
        EvaluationParameters plan = new EvaluationParameters(ACCOUNTS, DAYS, WARM_UP, 1, firstSeed, sweeps, threads);
        return new Evaluation(plan, rulebook, GENERATORS).run("test", FILES, done -> {});
    }

    private static EvaluationReport small(int threads) throws InterruptedException {
        EvaluationParameters plan =
                new EvaluationParameters(LongRun.size(15, ACCOUNTS), DAYS, WARM_UP, 1, 1, false, threads);
        return new Evaluation(plan, rulebook, GENERATORS).run("test", FILES, done -> {});
    }

    @Test
    void theSameSeedGivesTheSameReportByteForByteOnAnyNumberOfThreads() throws Exception {
        EvaluationReport one = small(1);
        EvaluationReport other = small(3);
        assertThat(EvaluationReportCodec.of(other)).isEqualTo(EvaluationReportCodec.of(one));
        assertThat(EvaluationTextRenderer.of(other)).isEqualTo(EvaluationTextRenderer.of(one));
        assertThat(EvaluationHtmlRenderer.of(other)).isEqualTo(EvaluationHtmlRenderer.of(one));
    }

    @Test
    void theRulebookCatchesMoreThanCountersDo() {
        assertThat(report.worlds()).hasSize(2).allSatisfy(EvaluationTest::assertTheRulebookCatchesMost);
    }

    private static void assertTheRulebookCatchesMost(WorldRow world) {
        assertThat(detector(world, DetectorCatalog.RULEBOOK).caught().low())
                .isGreaterThan(detector(world, "300 recipients/h").caught().high())
                .isGreaterThan(detector(world, "3 countries in 24 h").caught().high());
    }

    @Test
    @Tag("long")
    void anotherSeedChangesFiguresAndNotConclusions() throws Exception {
        EvaluationReport other = run(2, 2, false);
        assertThat(other.setup().simulatorSeeds()).isNotEqualTo(report.setup().simulatorSeeds());
        assertThat(other.setup().judgeSeeds()).isNotEqualTo(report.setup().judgeSeeds());
        for (int i = 0; i < other.worlds().size(); i++) {
            assertThat(other.worlds().get(i).attacks())
                    .isNotEqualTo(report.worlds().get(i).attacks());
        }
        int compared = 0;
        for (int i = 0; i < other.goals().size(); i++) {
            GoalRow here = report.goals().get(i);
            GoalRow there = other.goals().get(i);
            if (here.decided() && there.decided()) {
                assertThat(there.met()).as(there.goal()).isEqualTo(here.met());
                compared++;
            }
        }
        // The goals lie close to what is reached, so a small run decides few of them.
        assertThat(compared).isGreaterThanOrEqualTo(2);
        assertThat(other.worlds()).hasSize(2).allSatisfy(EvaluationTest::assertTheRulebookCatchesMost);
    }

    @Test
    void whereNothingIsFlaggedTheMinutesToTheFlagAreNeverAndNotZero() {
        assertThat(nothing.goals())
                .filteredOn(goal -> goal.goal().startsWith("minutes to the flag"))
                .hasSize(2)
                .allMatch(goal -> !goal.met() && goal.decided());
        assertThat(EvaluationTextRenderer.of(nothing))
                .containsPattern("MISSED +minutes to the flag, fast, median +at most 10 +never missed");
    }

    /** Of those that occur in it; in the long run all of them do. */
    @Test
    void everyClassOfBothWorldsIsReported() {
        EvaluationParameters plan = new EvaluationParameters(ACCOUNTS, DAYS, WARM_UP, 1, 1, false, 1);
        for (WorldRow world : report.worlds()) {
            boolean simulator = world.world().equals("simulator");
            long seed = (simulator
                            ? report.setup().simulatorSeeds()
                            : report.setup().judgeSeeds())
                    .get(0);
            WorldFactory generator = GENERATORS.get(world.world());
            assertThat(generator).isNotNull();
            SyntheticWorld invented = generator.world(
                    simulator ? plan.simulatorSetting(seed) : plan.setting(), seed, AssumptionFactors.PLAIN);
            Set<String> attacks = new TreeSet<>();
            Set<String> honest = new TreeSet<>();
            for (int number = 0; number < ACCOUNTS; number++) {
                AccountTimeline life = invented.timeline(number);
                Attack attack = life.attack();
                if (attack != null) {
                    attacks.add(attack.attackClass());
                }
                honest.add(life.honestClass());
            }
            assertThat(attacks).hasSizeGreaterThan(10);
            if (LongRun.is()) {
                assertThat(attacks).containsAll(invented.attackClasses());
                assertThat(honest).containsAll(invented.honestClasses());
            }
            assertThat(world.attacks()).extracting(AttackRow::attack).containsAll(attacks);
            assertThat(world.honest())
                    .extracting(EvaluationReport.HonestRow::honest)
                    .containsAll(honest);
            assertThat(world.detectors()).hasSize(8);
        }
    }

    @Test
    void aRulebookWithoutRulesCatchesNothingAndHurtsNobody() {
        for (WorldRow world : nothing.worlds()) {
            DetectorRow row = detector(world, DetectorCatalog.RULEBOOK);
            assertThat(row.caught().value()).isZero();
            assertThat(row.falseFlags().value() + row.falseBlocks().value() + row.policyRefusals())
                    .isZero();
        }
        assertThat(nothing.setup().frozen()).isFalse();
        assertThat(nothing.weaknesses().get(0)).contains("goals are missed");
    }

    @Test
    void theCommittedRulebookIsTheOneThatTheSeedsWereFrozenWith() {
        assertThat(report.setup().frozen())
                .as("rules/ changed: freeze the weights anew in frozen.properties, and say so in docs/detection.md")
                .isTrue();
    }

    @Test
    void sweepsVaryEachAssumptionDownAndUp() throws Exception {
        EvaluationParameters plan = new EvaluationParameters(LongRun.size(3, 200), DAYS, WARM_UP, 1, 1, true, 2);
        EvaluationReport swept = new Evaluation(plan, rulebook, GENERATORS).run("test", FILES, done -> {});
        assertThat(swept.sweeps()).hasSize(2 * (4 * 2 + 1));
        assertThat(EvaluationTextRenderer.of(swept))
                .contains("network churn", "travel", "VPNs", "thieves at home", "no ASN database");
    }

    @Test
    void aReportThatWasWrittenAsJsonIsReadBackTheSame() {
        assertThat(EvaluationReportCodec.read(EvaluationReportCodec.of(report))).isEqualTo(report);
    }

    private static DetectorRow detector(WorldRow world, String name) {
        return world.detectors().stream()
                .filter(row -> row.detector().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
