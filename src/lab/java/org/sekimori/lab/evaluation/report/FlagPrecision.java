package org.sekimori.lab.evaluation.report;

import org.sekimori.lab.report.Estimate;

/** Precision of flags at a low rate of compromised accounts. */
public final class FlagPrecision {

    /** Compromises in 10,000 account-days: 0.5 % of accounts a month (Microsoft, RSA Conference 2020). */
    public static final double MICROSOFT = 1.7;

    /** Manual hijackings in 10,000 account-days: 9 in a million users a day (Bursztein et al., 2014). */
    public static final double GOOGLE = 0.09;

    private static final double ACCOUNTS = 100_000;
    private static final double PER = 10_000;

    private FlagPrecision() {}

    /** Both ends take recall and false flags at their worst and at their best. */
    public static Estimate at(double baseRate, Estimate flagged, Estimate falseFlags) {
        return new Estimate(
                of(baseRate, flagged.value(), falseFlags.value()),
                of(baseRate, flagged.low(), falseFlags.high()),
                of(baseRate, flagged.high(), falseFlags.low()));
    }

    public static double of(double baseRate, double flagged, double falseFlags) {
        double right = baseRate * flagged;
        return right + falseFlags == 0 ? 0 : right / (right + falseFlags);
    }

    /** Flags a day with 100,000 accounts at Microsoft's rate. */
    public static double flagsAnalystDay(double flagged, double falseFlags) {
        return (MICROSOFT * flagged + falseFlags) * ACCOUNTS / PER;
    }
}
