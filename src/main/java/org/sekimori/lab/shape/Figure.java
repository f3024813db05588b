package org.sekimori.lab.shape;

import java.util.Locale;
import org.sekimori.lab.shape.Formula.Mean;
import org.sekimori.lab.shape.Formula.Quantile;
import org.sekimori.lab.shape.Formula.Share;
import org.sekimori.lab.shape.Formula.Top;

/** The statistics that populations are compared by, each from one {@link Measure}. */
public enum Figure {
    DAY_MEAN("messages of an active day, mean", Measure.DAY_MESSAGES, new Mean(1), "", Bearing.VOLUME),
    DAY_P50("  median", Measure.DAY_MESSAGES, new Quantile(0.5, 1), "", Bearing.VOLUME),
    DAY_P90("  p90", Measure.DAY_MESSAGES, new Quantile(0.9, 1), "", Bearing.VOLUME),
    DAY_P99("  p99", Measure.DAY_MESSAGES, new Quantile(0.99, 1), "", Bearing.VOLUME),
    DAY_P999("  p99.9", Measure.DAY_MESSAGES, new Quantile(0.999, 1), "", Bearing.VOLUME),
    DAY_RECIPIENTS_MEAN("recipients of an active day, mean", Measure.DAY_RECIPIENTS, new Mean(1), "", Bearing.VOLUME),
    DAY_RECIPIENTS_P99("  p99", Measure.DAY_RECIPIENTS, new Quantile(0.99, 1), "", Bearing.VOLUME),
    RECIPIENTS_MEAN("recipients of a message, mean", Measure.MESSAGE_RECIPIENTS, new Mean(1), "", Bearing.VOLUME),
    RECIPIENTS_SEVERAL(
            "  more than one", Measure.MESSAGE_RECIPIENTS, new Share(2, Long.MAX_VALUE, 100), "%", Bearing.VOLUME),
    RECIPIENTS_P90("  p90", Measure.MESSAGE_RECIPIENTS, new Quantile(0.9, 1), "", Bearing.VOLUME),
    RECIPIENTS_P99("  p99", Measure.MESSAGE_RECIPIENTS, new Quantile(0.99, 1), "", Bearing.VOLUME),
    RECIPIENTS_P999("  p99.9", Measure.MESSAGE_RECIPIENTS, new Quantile(0.999, 1), "", Bearing.VOLUME),
    HOUR_P99("messages of a day's fullest hour, p99", Measure.BUSIEST_HOUR, new Quantile(0.99, 1), "", Bearing.BURST),
    HOUR_P999("  p99.9", Measure.BUSIEST_HOUR, new Quantile(0.999, 1), "", Bearing.BURST),
    FIRST_10(
            "a day's first 10 minutes, 10 messages",
            Measure.FIRST_MESSAGES,
            Rare.atLeast(10),
            Rare.PER_DAYS,
            Bearing.BURST),
    FIRST_20("  20 messages", Measure.FIRST_MESSAGES, Rare.atLeast(20), Rare.PER_DAYS, Bearing.BURST),
    FIRST_RECIPIENTS_100("  100 recipients", Measure.FIRST_RECIPIENTS, Rare.atLeast(100), Rare.PER_DAYS, Bearing.BURST),
    RATE_P10(
            "an account's mean day, p10 of accounts",
            Measure.ACCOUNT_RATE,
            new Quantile(0.1, 0.01),
            "",
            Bearing.VOLUME),
    RATE_P50("  median", Measure.ACCOUNT_RATE, new Quantile(0.5, 0.01), "", Bearing.VOLUME),
    RATE_P90("  p90", Measure.ACCOUNT_RATE, new Quantile(0.9, 0.01), "", Bearing.VOLUME),
    DISPERSION_P50(
            "variance by mean of an account's days, median",
            Measure.DISPERSION,
            new Quantile(0.5, 0.01),
            "",
            Bearing.EVENNESS),
    DISPERSION_P90("  p90", Measure.DISPERSION, new Quantile(0.9, 0.01), "", Bearing.EVENNESS),
    PEAK_P50("fullest by mean day of an account, median", Measure.PEAK, new Quantile(0.5, 0.01), "", Bearing.EVENNESS),
    PEAK_P99("  p99", Measure.PEAK, new Quantile(0.99, 0.01), "", Bearing.EVENNESS),
    TOP_TENTH("mail of the tenth that sends most", Measure.ACCOUNT_MESSAGES, new Top(0.1, 100), "%", Bearing.VOLUME),
    ACTIVE_P10("active days of an account, p10", Measure.ACTIVE_SHARE, new Quantile(0.1, 0.1), "%", Bearing.SILENCE),
    ACTIVE_P50("  median", Measure.ACTIVE_SHARE, new Quantile(0.5, 0.1), "%", Bearing.SILENCE),
    ACTIVE_P90("  p90", Measure.ACTIVE_SHARE, new Quantile(0.9, 0.1), "%", Bearing.SILENCE),
    GAP_WEEK(
            "gaps between active days, of more than 7 days",
            Measure.GAP,
            new Share(8, Long.MAX_VALUE, 100),
            "%",
            Bearing.SILENCE),
    GAP_MONTH("  of more than 30 days", Measure.GAP, new Share(31, Long.MAX_VALUE, 100), "%", Bearing.SILENCE),
    NEW_RECIPIENTS("recipients never written to before", Measure.NEW_RECIPIENT, Rare.yes(), "%", Bearing.STRANGERS),
    WEEKEND("mail on Saturday and Sunday", Measure.WEEKDAY, new Share(6, 7, 100), "%", Bearing.HOURS),
    NIGHT("mail by the hour, from 0 to 6 o'clock", Measure.HOUR, new Share(0, 5, 100), "%", Bearing.HOURS),
    OFFICE("  from 9 to 18 o'clock", Measure.HOUR, new Share(9, 17, 100), "%", Bearing.HOURS),
    SIZE_P50("octets of a message, median", Measure.SIZE, new Quantile(0.5, 1), "", Bearing.SIZE),
    SIZE_P90("  p90", Measure.SIZE, new Quantile(0.9, 1), "", Bearing.SIZE),
    SIZE_P99("  p99", Measure.SIZE, new Quantile(0.99, 1), "", Bearing.SIZE),
    NETWORKS_MEAN("networks of an active day, mean", Measure.DAY_NETWORKS, new Mean(1), "", Bearing.NETWORKS),
    NETWORKS_P99("  p99", Measure.DAY_NETWORKS, new Quantile(0.99, 1), "", Bearing.NETWORKS),
    NEW_NETWORKS("messages from a network new in 30 days", Measure.NEW_NETWORK, Rare.yes(), "%", Bearing.NETWORKS),
    ABROAD("messages from abroad", Measure.ABROAD, Rare.yes(), "%", Bearing.TRAVEL),
    FAILURES_MEAN("failed log-ins of a day, mean", Measure.DAY_FAILURES, new Mean(1), "", Bearing.PASSWORDS),
    FAILURES_10("  10 and more", Measure.DAY_FAILURES, Rare.atLeast(10), Rare.PER_DAYS, Bearing.PASSWORDS),
    BOUNCES("recipients that bounce", Measure.BOUNCED, Rare.yes(), "%", Bearing.BOUNCES);

    private final String label;
    private final Measure measure;
    private final Formula formula;
    private final String unit;
    private final Bearing bearing;

    Figure(String label, Measure measure, Formula formula, String unit, Bearing bearing) {
        this.label = label;
        this.measure = measure;
        this.formula = formula;
        this.unit = unit;
        this.bearing = bearing;
    }

    /** The word in files, such as {@code day-p99}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a table says; a label that begins with white space continues the one above it. */
    public String label() {
        return label;
    }

    /** The whole label, for a sentence that stands alone. */
    public String title() {
        if (!label.startsWith(" ")) {
            return label;
        }
        Figure head = values()[ordinal() - 1];
        while (head.label.startsWith(" ")) {
            head = values()[head.ordinal() - 1];
        }
        int comma = head.label.lastIndexOf(',');
        return (comma < 0 ? head.label : head.label.substring(0, comma)) + ", " + label.strip();
    }

    /** What it is taken from. */
    public Measure measure() {
        return measure;
    }

    /** Empty for a plain number, or {@code %}, or {@code in 10,000 days}. */
    public String unit() {
        return unit;
    }

    /** What it bears upon. */
    public Bearing bearing() {
        return bearing;
    }

    Formula formula() {
        return formula;
    }

    /** What several constants share; a constant cannot use what its own enum declares after it. */
    private static final class Rare {

        static final String PER_DAYS = "in 10,000 days";

        static Formula atLeast(int number) {
            return new Share(number, Long.MAX_VALUE, 10_000);
        }

        static Formula yes() {
            return new Share(1, 1, 100);
        }
    }
}
