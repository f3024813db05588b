package org.sekimori.lab.report;

import java.util.Locale;

/** Number formats of reports. */
public final class NumberFormats {

    /** From here on a figure means that something never happened. */
    public static final double NEVER = 1e9;

    private NumberFormats() {}

    /** In whole percent; below one with the digits that matter. */
    public static String percent(double share) {
        double percent = share * 100;
        return (percent > 0 && percent < 1 ? number(percent) : String.format(Locale.ROOT, "%.0f", percent)) + " %";
    }

    /** Two or three digits that matter. */
    public static String number(double value) {
        if (value == 0) {
            return "0";
        }
        if (value >= NEVER) {
            return "never";
        }
        if (value >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : value >= 0.1 ? "%.2f" : "%.3f", value);
    }
}
