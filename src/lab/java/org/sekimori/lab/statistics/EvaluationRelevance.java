package org.sekimori.lab.statistics;

/** Relevance of a figure: the consequence for the evaluation if an operator's customers differ from the simulated ones in it. */
enum EvaluationRelevance {
    VOLUME(
            "Your customers send more than the simulated ones: rules about volume will disturb more of them than the"
                    + " evaluation says. Find whom with `rollout` before you enforce them.",
            "Your customers send less than the simulated ones: rules about volume will disturb fewer of them than the"
                    + " evaluation says, and their limits may be set lower."),
    BURST(
            "Your customers send more at once: limits for minutes and hours will disturb more of them than the"
                    + " evaluation says.",
            "Your customers send less at once: limits for minutes and hours will disturb fewer of them than the"
                    + " evaluation says."),
    EVENNESS(
            "Your customers' days differ more from each other: rules that compare an account with its own past will raise"
                    + " more false alarms than the evaluation says.",
            "Your customers' days differ less from each other: rules that compare an account with its own past will raise"
                    + " fewer false alarms than the evaluation says."),
    SILENCE(
            Sweep.NONE,
            "Your customers are active, or silent, otherwise than the simulated ones: read with care the evaluation's"
                    + " figures for sleeping accounts, and those about an account's own past if many send rarely."),
    STRANGERS(
            "Your customers write to strangers more often: rules about new recipients will raise more false alarms than"
                    + " the evaluation says.",
            "Your customers write to strangers less often: rules about new recipients will raise fewer false alarms than"
                    + " the evaluation says."),
    HOURS(
            Sweep.NONE,
            "Your customers keep other hours: unusual hours are worth less or more as a sign than the evaluation says."
                    + " If all hours are off, check --zone."),
    SIZE(
            "Your customers' messages are larger; few rules look at sizes.",
            "Your customers' messages are smaller; few rules look at sizes."),
    NETWORKS(Sweep.THREEFOLD, "network churn"),
    TRAVEL(Sweep.THREEFOLD, "travel and VPNs"),
    PASSWORDS(
            "More log-ins fail than in the simulator, by customers or by guessers, whom a log does not tell apart: rules"
                    + " about failed log-ins will raise more alarms than the evaluation says.",
            "Fewer log-ins fail than in the simulator: rules about failed log-ins will raise fewer alarms than the"
                    + " evaluation says."),
    BOUNCES(
            "More of your customers' mail bounces: rules about bounces will raise more false alarms than the evaluation"
                    + " says.",
            "Less of your customers' mail bounces, or not all reports reach the log: rules about bounces will raise fewer"
                    + " false alarms, and find fewer thieves if reports are missing.");

    /** How the evaluation is repeated. */
    private enum Sweep {
        NONE,
        /** With a third and with three times as much. */
        THREEFOLD
    }

    private static final double SWEPT = 3;
    private static final double BEYOND = 5;

    private final String more;
    private final String less;
    private final Sweep sweep;

    EvaluationRelevance(String more, String less) {
        this.more = more;
        this.less = less;
        this.sweep = Sweep.NONE;
    }

    /**
     * @param text the sentence for either direction, or the swept assumption
     */
    EvaluationRelevance(Sweep sweep, String text) {
        this.more = text;
        this.less = text;
        this.sweep = sweep;
    }

    /**
     * One or two sentences.
     *
     * @param ratio the operator's value by the simulator's; infinite if the latter is 0
     */
    public String meaning(double ratio) {
        if (sweep == Sweep.NONE) {
            return ratio > 1 ? more : less;
        }
        if (ratio > BEYOND || ratio < 1 / BEYOND) {
            return "That is outside the evaluation's sweep of " + more + ", which goes from a third to three times:"
                    + " its figures do not cover you.";
        }
        double nearer = Math.sqrt(SWEPT);
        if (ratio > nearer) {
            return "Read the evaluation's figures for three times the " + more + ".";
        }
        if (ratio < 1 / nearer) {
            return "Read the evaluation's figures for a third of the " + more + ".";
        }
        return "Read the evaluation's plain figures, leaning towards those for "
                + (ratio > 1 ? "three times" : "a third of") + " the " + more + ".";
    }
}
