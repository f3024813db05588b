package org.sekimori.lab.statistics;

import java.util.Locale;
import org.sekimori.lab.statistics.StatisticFormula.Mean;
import org.sekimori.lab.statistics.StatisticFormula.Quantile;
import org.sekimori.lab.statistics.StatisticFormula.Share;
import org.sekimori.lab.statistics.StatisticFormula.Top;

/** The statistics that populations are compared by, each from one {@link TrafficMeasure}. */
public enum TrafficStatistic {
    DAY_MEAN(
            "messages of an active day, mean",
            TrafficMeasure.DAY_MESSAGES,
            new Mean(1),
            "",
            EvaluationRelevance.VOLUME),
    DAY_P50("  median", TrafficMeasure.DAY_MESSAGES, new Quantile(0.5, 1), "", EvaluationRelevance.VOLUME),
    DAY_P90("  p90", TrafficMeasure.DAY_MESSAGES, new Quantile(0.9, 1), "", EvaluationRelevance.VOLUME),
    DAY_P99("  p99", TrafficMeasure.DAY_MESSAGES, new Quantile(0.99, 1), "", EvaluationRelevance.VOLUME),
    DAY_P999("  p99.9", TrafficMeasure.DAY_MESSAGES, new Quantile(0.999, 1), "", EvaluationRelevance.VOLUME),
    DAY_RECIPIENTS_MEAN(
            "recipients of an active day, mean",
            TrafficMeasure.DAY_RECIPIENTS,
            new Mean(1),
            "",
            EvaluationRelevance.VOLUME),
    DAY_RECIPIENTS_P99("  p99", TrafficMeasure.DAY_RECIPIENTS, new Quantile(0.99, 1), "", EvaluationRelevance.VOLUME),
    RECIPIENTS_MEAN(
            "recipients of a message, mean",
            TrafficMeasure.MESSAGE_RECIPIENTS,
            new Mean(1),
            "",
            EvaluationRelevance.VOLUME),
    RECIPIENTS_SEVERAL(
            "  more than one",
            TrafficMeasure.MESSAGE_RECIPIENTS,
            new Share(2, Long.MAX_VALUE, 100),
            "%",
            EvaluationRelevance.VOLUME),
    RECIPIENTS_P90("  p90", TrafficMeasure.MESSAGE_RECIPIENTS, new Quantile(0.9, 1), "", EvaluationRelevance.VOLUME),
    RECIPIENTS_P99("  p99", TrafficMeasure.MESSAGE_RECIPIENTS, new Quantile(0.99, 1), "", EvaluationRelevance.VOLUME),
    RECIPIENTS_P999(
            "  p99.9", TrafficMeasure.MESSAGE_RECIPIENTS, new Quantile(0.999, 1), "", EvaluationRelevance.VOLUME),
    HOUR_P99(
            "messages of a day's fullest hour, p99",
            TrafficMeasure.BUSIEST_HOUR,
            new Quantile(0.99, 1),
            "",
            EvaluationRelevance.BURST),
    HOUR_P999("  p99.9", TrafficMeasure.BUSIEST_HOUR, new Quantile(0.999, 1), "", EvaluationRelevance.BURST),
    FIRST_10(
            "a day's first 10 minutes, 10 messages",
            TrafficMeasure.FIRST_MESSAGES,
            Rare.atLeast(10),
            Rare.PER_DAYS,
            EvaluationRelevance.BURST),
    FIRST_20(
            "  20 messages", TrafficMeasure.FIRST_MESSAGES, Rare.atLeast(20), Rare.PER_DAYS, EvaluationRelevance.BURST),
    FIRST_RECIPIENTS_100(
            "  100 recipients",
            TrafficMeasure.FIRST_RECIPIENTS,
            Rare.atLeast(100),
            Rare.PER_DAYS,
            EvaluationRelevance.BURST),
    RATE_P10(
            "an account's mean day, p10 of accounts",
            TrafficMeasure.ACCOUNT_RATE,
            new Quantile(0.1, 0.01),
            "",
            EvaluationRelevance.VOLUME),
    RATE_P50("  median", TrafficMeasure.ACCOUNT_RATE, new Quantile(0.5, 0.01), "", EvaluationRelevance.VOLUME),
    RATE_P90("  p90", TrafficMeasure.ACCOUNT_RATE, new Quantile(0.9, 0.01), "", EvaluationRelevance.VOLUME),
    DISPERSION_P50(
            "variance by mean of an account's days, median",
            TrafficMeasure.DISPERSION,
            new Quantile(0.5, 0.01),
            "",
            EvaluationRelevance.EVENNESS),
    DISPERSION_P90("  p90", TrafficMeasure.DISPERSION, new Quantile(0.9, 0.01), "", EvaluationRelevance.EVENNESS),
    PEAK_P50(
            "fullest by mean day of an account, median",
            TrafficMeasure.PEAK,
            new Quantile(0.5, 0.01),
            "",
            EvaluationRelevance.EVENNESS),
    PEAK_P99("  p99", TrafficMeasure.PEAK, new Quantile(0.99, 0.01), "", EvaluationRelevance.EVENNESS),
    TOP_TENTH(
            "mail of the tenth that sends most",
            TrafficMeasure.ACCOUNT_MESSAGES,
            new Top(0.1, 100),
            "%",
            EvaluationRelevance.VOLUME),
    ACTIVE_P10(
            "active days of an account, p10",
            TrafficMeasure.ACTIVE_SHARE,
            new Quantile(0.1, 0.1),
            "%",
            EvaluationRelevance.SILENCE),
    ACTIVE_P50("  median", TrafficMeasure.ACTIVE_SHARE, new Quantile(0.5, 0.1), "%", EvaluationRelevance.SILENCE),
    ACTIVE_P90("  p90", TrafficMeasure.ACTIVE_SHARE, new Quantile(0.9, 0.1), "%", EvaluationRelevance.SILENCE),
    GAP_WEEK(
            "gaps between active days, of more than 7 days",
            TrafficMeasure.GAP,
            new Share(8, Long.MAX_VALUE, 100),
            "%",
            EvaluationRelevance.SILENCE),
    GAP_MONTH(
            "  of more than 30 days",
            TrafficMeasure.GAP,
            new Share(31, Long.MAX_VALUE, 100),
            "%",
            EvaluationRelevance.SILENCE),
    NEW_RECIPIENTS(
            "recipients never written to before",
            TrafficMeasure.NEW_RECIPIENT,
            Rare.yes(),
            "%",
            EvaluationRelevance.STRANGERS),
    WEEKEND(
            "mail on Saturday and Sunday",
            TrafficMeasure.WEEKDAY,
            new Share(6, 7, 100),
            "%",
            EvaluationRelevance.HOURS),
    NIGHT(
            "mail by the hour, from 0 to 6 o'clock",
            TrafficMeasure.HOUR,
            new Share(0, 5, 100),
            "%",
            EvaluationRelevance.HOURS),
    OFFICE("  from 9 to 18 o'clock", TrafficMeasure.HOUR, new Share(9, 17, 100), "%", EvaluationRelevance.HOURS),
    SIZE_P50("octets of a message, median", TrafficMeasure.SIZE, new Quantile(0.5, 1), "", EvaluationRelevance.SIZE),
    SIZE_P90("  p90", TrafficMeasure.SIZE, new Quantile(0.9, 1), "", EvaluationRelevance.SIZE),
    SIZE_P99("  p99", TrafficMeasure.SIZE, new Quantile(0.99, 1), "", EvaluationRelevance.SIZE),
    NETWORKS_MEAN(
            "networks of an active day, mean",
            TrafficMeasure.DAY_NETWORKS,
            new Mean(1),
            "",
            EvaluationRelevance.NETWORKS),
    NETWORKS_P99("  p99", TrafficMeasure.DAY_NETWORKS, new Quantile(0.99, 1), "", EvaluationRelevance.NETWORKS),
    NEW_NETWORKS(
            "messages from a network new in 30 days",
            TrafficMeasure.NEW_NETWORK,
            Rare.yes(),
            "%",
            EvaluationRelevance.NETWORKS),
    ABROAD("messages from abroad", TrafficMeasure.ABROAD, Rare.yes(), "%", EvaluationRelevance.TRAVEL),
    FAILURES_MEAN(
            "failed log-ins of a day, mean",
            TrafficMeasure.DAY_FAILURES,
            new Mean(1),
            "",
            EvaluationRelevance.PASSWORDS),
    FAILURES_10(
            "  10 and more",
            TrafficMeasure.DAY_FAILURES,
            Rare.atLeast(10),
            Rare.PER_DAYS,
            EvaluationRelevance.PASSWORDS),
    BOUNCES("recipients that bounce", TrafficMeasure.BOUNCED, Rare.yes(), "%", EvaluationRelevance.BOUNCES);

    private final String label;
    private final TrafficMeasure measure;
    private final StatisticFormula formula;
    private final String unit;
    private final EvaluationRelevance relevance;

    TrafficStatistic(
            String label, TrafficMeasure measure, StatisticFormula formula, String unit, EvaluationRelevance bearing) {
        this.label = label;
        this.measure = measure;
        this.formula = formula;
        this.unit = unit;
        this.relevance = bearing;
    }

    /** The word in files, such as {@code day-p99}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The label in tables; one that begins with white space continues the label above it. */
    public String label() {
        return label;
    }

    /** The whole label, for a sentence that stands alone. */
    public String title() {
        if (!label.startsWith(" ")) {
            return label;
        }
        TrafficStatistic head = values()[ordinal() - 1];
        while (head.label.startsWith(" ")) {
            head = values()[head.ordinal() - 1];
        }
        int comma = head.label.lastIndexOf(',');
        return (comma < 0 ? head.label : head.label.substring(0, comma)) + ", " + label.strip();
    }

    /** The measure it is computed from. */
    public TrafficMeasure measure() {
        return measure;
    }

    /** Empty for a plain number, or {@code %}, or {@code in 10,000 days}. */
    public String unit() {
        return unit;
    }

    /** Its relevance. */
    public EvaluationRelevance relevance() {
        return relevance;
    }

    StatisticFormula formula() {
        return formula;
    }

    /** Shared by several constants; a constant cannot use fields that its own enum declares after it. */
    private static final class Rare {

        static final String PER_DAYS = "in 10,000 days";

        static StatisticFormula atLeast(int number) {
            return new Share(number, Long.MAX_VALUE, 10_000);
        }

        static StatisticFormula yes() {
            return new Share(1, 1, 100);
        }
    }
}
