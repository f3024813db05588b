package org.sekimori.profile;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time span that ends now, in whole steps of the clock: the current step and those before it.
 *
 * <table>
 * <caption>Steps</caption>
 * <tr><td>{@code 1m} to {@code 60m}, {@code 1h}</td><td>minutes</td></tr>
 * <tr><td>{@code 90m} to {@code 1410m}, {@code 2h} to {@code 24h}</td><td>half hours of UTC</td></tr>
 * <tr><td>{@code 1d}, which is today, to {@code 35d}</td><td>days of the domain's time zone</td></tr>
 * </table>
 *
 * <p>Counted in steps a window is exact. Against a window measured to the second it reaches up to one step less far back:
 * {@code 1h} covers the last 59 to 60 minutes, {@code 24h} the last 23.5 to 24 hours.
 *
 * @param step length of a step
 * @param steps how many steps, from 1
 */
public record TimeWindow(Step step, int steps) {

    /** The step that a window is counted in. */
    public enum Step {
        MINUTE(60, 60),
        HALF_HOUR(1800, 48),
        DAY(86_400, 35);

        private final int seconds;
        private final int most;

        Step(int seconds, int most) {
            this.seconds = seconds;
            this.most = most;
        }

        /** Length in seconds; a local day counts as 24 hours where only its length matters. */
        public int seconds() {
            return seconds;
        }

        /** The longest window, in steps. */
        public int most() {
            return most;
        }
    }

    /** Today, in the domain's time zone. */
    public static final TimeWindow TODAY = new TimeWindow(Step.DAY, 1);

    /** The last hour. */
    public static final TimeWindow HOUR = new TimeWindow(Step.MINUTE, 60);

    /** The last 24 hours. */
    public static final TimeWindow DAY = new TimeWindow(Step.HALF_HOUR, 48);

    private static final String FORM =
            "a window is 1m to 60m, 90m to 24h in half hours, or 1d (today) to 35d, not '%s'";
    private static final String FORM_WITHIN_A_DAY =
            "a window is up to 24h here, for nothing longer is kept: 1m to 60m, or 90m to 24h in half hours; not '%s'";
    private static final Pattern LENGTH = Pattern.compile("\\s*(\\d{1,5})\\s*([smhdwSMHDW])[a-z]*\\s*");
    private static final int MOST_PARSED = 256;
    private static final Map<String, TimeWindow> PARSED = new ConcurrentHashMap<>();

    public TimeWindow {
        if (steps < 1 || steps > step.most()) {
            throw new IllegalArgumentException("a window has 1 to " + step.most() + " steps, not " + steps);
        }
    }

    /**
     * A window from its written form, such as {@code 30m}, {@code 24h} or {@code 7d}.
     *
     * @throws IllegalArgumentException with the forms that are known
     */
    public static TimeWindow of(String text) {
        TimeWindow known = PARSED.get(text);
        if (known != null) {
            return known;
        }
        TimeWindow parsed = parse(text);
        if (PARSED.size() < MOST_PARSED) {
            PARSED.put(text, parsed);
        }
        return parsed;
    }

    /**
     * A window over data kept for 24 hours only.
     *
     * @throws IllegalArgumentException with the valid forms
     */
    public static TimeWindow withinDay(String text) {
        TimeWindow window;
        try {
            window = of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(FORM_WITHIN_A_DAY.formatted(text) + instead(text, false), e);
        }
        if (window.step == Step.DAY) {
            throw new IllegalArgumentException(FORM_WITHIN_A_DAY.formatted(text) + instead(text, false));
        }
        return window;
    }

    /** Suggestion for a duration that is not a window, as the end of a sentence. */
    private static String instead(String text, boolean days) {
        Matcher length = LENGTH.matcher(text);
        if (!length.matches()) {
            return "";
        }
        long amount = Long.parseLong(length.group(1));
        long minutes =
                switch (length.group(2)) {
                    case "s", "S" -> (amount + 59) / 60;
                    case "m", "M" -> amount;
                    case "h", "H" -> amount * 60;
                    case "d", "D" -> amount * DAY.seconds() / 60;
                    default -> amount * 7 * DAY.seconds() / 60;
                };
        if (minutes < 1) {
            return "; write \"1m\"";
        } else if (minutes <= Step.MINUTE.most()) {
            return "; write \"" + new TimeWindow(Step.MINUTE, (int) minutes) + "\"";
        } else if (minutes <= DAY.seconds() / 60) {
            TimeWindow longer = new TimeWindow(Step.HALF_HOUR, (int) (minutes + 29) / 30);
            return minutes % 30 == 0
                    ? "; write \"" + longer + "\""
                    : "; write \"" + (longer.steps == 3 ? HOUR : new TimeWindow(Step.HALF_HOUR, longer.steps - 1))
                            + "\" or \"" + longer + "\"";
        } else if (!days) {
            return "; write \"24h\"";
        }
        long whole = Math.min(Step.DAY.most(), (minutes * 60 + DAY.seconds() - 1) / DAY.seconds());
        return "; write \"" + whole + "d\", which is today and the " + (whole - 1) + (whole == 2 ? " day" : " days")
                + " before";
    }

    private static TimeWindow parse(String text) {
        int amount = 0;
        for (int i = 0; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || amount > 10_000) {
                throw new IllegalArgumentException(FORM.formatted(text) + instead(text, true));
            }
            amount = amount * 10 + (c - '0');
        }
        char unit = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
        int minutes = unit == 'm' ? amount : unit == 'h' ? amount * 60 : 0;
        if (unit == 'd' && amount >= 1 && amount <= Step.DAY.most()) {
            return new TimeWindow(Step.DAY, amount);
        } else if (minutes >= 1 && minutes <= 60) {
            return new TimeWindow(Step.MINUTE, minutes);
        } else if (minutes > 60 && minutes <= 1440 && minutes % 30 == 0) {
            return new TimeWindow(Step.HALF_HOUR, minutes / 30);
        }
        throw new IllegalArgumentException(FORM.formatted(text) + instead(text, true));
    }

    /** Length in seconds. */
    public long seconds() {
        return (long) steps * step.seconds();
    }

    @Override
    public String toString() {
        return switch (step) {
            case MINUTE -> steps == 60 ? "1h" : steps + "m";
            case HALF_HOUR -> steps % 2 == 0 ? steps / 2 + "h" : steps * 30 + "m";
            case DAY -> steps + "d";
        };
    }
}
