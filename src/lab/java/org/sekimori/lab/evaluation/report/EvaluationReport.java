package org.sekimori.lab.evaluation.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.report.Estimate;
import org.sekimori.lab.report.PlotPoint;

/**
 * Report of an evaluation. Contains no time of day and no duration, so that the same command on the same rulebook gives the same
 * report, byte for byte.
 *
 * @param setup what was played
 * @param weaknesses in plain sentences, the worst first
 * @param goals the goals and whether they are met
 * @param worlds one for each generator
 * @param sweeps the rulebook under changed assumptions; empty if not requested
 */
public record EvaluationReport(
        Setup setup, List<String> weaknesses, List<GoalRow> goals, List<WorldRow> worlds, List<SweepRow> sweeps) {

    /**
     * What was played.
     *
     * @param command that makes the same report
     * @param rulebook its version
     * @param frozenCommit the commit that froze the rules' weights, from which the judge's seeds are derived
     * @param frozen whether this rulebook is that commit's
     * @param simulatorSeeds seeds of the simulator
     * @param judgeSeeds seeds of the judge
     */
    public record Setup(
            String command,
            String rulebook,
            String frozenCommit,
            boolean frozen,
            int accounts,
            int days,
            int warmUpDays,
            List<Long> simulatorSeeds,
            List<Long> judgeSeeds) {}

    /**
     * A goal.
     *
     * @param goal the measured quantity
     * @param wanted such as {@code at least 0.99}
     * @param reached the figure in each world, in the worlds' order
     * @param met whether it is met in all of them
     * @param decided whether the intervals exclude the bound; otherwise another seed may differ
     */
    public record GoalRow(String goal, String wanted, List<Double> reached, boolean met, boolean decided) {

        private static final String LEAST = "at least ";
        private static final String MOST = "at most ";

        /** Whether a world's figure misses the goal; not so of a bound that is worded in another way. */
        boolean missedBy(double figure) {
            try {
                if (wanted.startsWith(LEAST)) {
                    return figure < Double.parseDouble(wanted.substring(LEAST.length()));
                }
                return wanted.startsWith(MOST) && figure > Double.parseDouble(wanted.substring(MOST.length()));
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }

    /**
     * One generator's part.
     *
     * @param quarantine null if no message was quarantined
     */
    public record WorldRow(
            String world,
            List<AttackRow> attacks,
            List<HonestRow> honest,
            List<RuleRow> rules,
            List<DetectorRow> detectors,
            Curves curves,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            QuarantineRow quarantine) {}

    /**
     * What the rulebook quarantined: neither out nor refused.
     *
     * @param hostile share of the thieves' messages
     * @param honestDays account-days of honest customers with such a message, in 10,000
     */
    public record QuarantineRow(double hostile, Estimate honestDays) {}

    /**
     * One class of attacks, or all of a tempo, under the rulebook. Counts sent messages and recipients.
     *
     * @param caught share that was flagged or sent nothing
     * @param flagged share that was flagged
     * @param untilFlagMedian messages until the flag; all of them without one
     * @param minutesToFlagMedian of those that were flagged
     * @param outMedian messages in all, without regard to flags
     * @param refused share of the thief's messages that was refused
     * @param ownersRefused share of the owner's messages refused on suspicion meanwhile
     */
    public record AttackRow(
            String attack,
            String tempo,
            int attacks,
            Estimate caught,
            Estimate flagged,
            Estimate untilFlagMedian,
            Estimate untilFlagP95,
            Estimate recipientsUntilFlagMedian,
            Estimate recipientsUntilFlagP95,
            Estimate minutesToFlagMedian,
            Estimate minutesToFlagP95,
            Estimate outMedian,
            Estimate outP95,
            double refused,
            double ownersRefused) {}

    /** One class of honest customers under the rulebook; all figures in 10,000 account-days. */
    public record HonestRow(
            String honest,
            long accounts,
            long accountDays,
            Estimate falseFlags,
            Estimate falseBlocks,
            Estimate policyRefusals) {}

    /**
     * One rule.
     *
     * @param falseFlags account-days of honest customers in 10,000
     * @param falseBlocks the same
     * @param policyRefusals the same
     * @param firstToFlag attacks that it flagged first
     */
    public record RuleRow(String rule, double falseFlags, double falseBlocks, double policyRefusals, int firstToFlag) {}

    /**
     * The rulebook or something that it is compared with.
     *
     * @param caught of all attacks
     * @param caughtFast of the fast ones
     * @param falseFlags account-days of honest customers in 10,000
     * @param precisionMicrosoft share of flags that are right at 1.7 compromises in 10,000 account-days
     * @param precisionGoogle the same at 0.09
     * @param flagsAnalystDay flags a day with 100,000 accounts, right and wrong, at 1.7
     */
    public record DetectorRow(
            String detector,
            Estimate caught,
            double caughtFast,
            double caughtSlow,
            double caughtQuiet,
            double outMedian,
            double outP95,
            Estimate falseFlags,
            Estimate falseBlocks,
            double policyRefusals,
            Estimate precisionMicrosoft,
            Estimate precisionGoogle,
            double flagsAnalystDay) {}

    /**
     * Lines to draw.
     *
     * @param timeToFlag by tempo: x minutes, y share of attacks flagged by then
     * @param messagesUntilFlag by tempo: x messages out, y share of attacks that got no more out before the flag
     * @param limits operating points of limits on recipients an hour: x false flags in 10,000, y share caught
     * @param precision by detector: x compromises in 10,000 account-days, y precision
     */
    public record Curves(
            List<Line> timeToFlag, List<Line> messagesUntilFlag, List<Line> limits, List<Line> precision) {}

    /** A line with a name. */
    public record Line(String name, List<PlotPoint> points) {}

    /**
     * The rulebook under one changed assumption.
     *
     * @param assumption such as {@code network churn}
     * @param factor its factor
     */
    public record SweepRow(
            String world,
            String assumption,
            double factor,
            Estimate caught,
            Estimate falseFlags,
            Estimate falseBlocks,
            Estimate policyRefusals,
            double untilFlagMedian) {}
}
