package org.sekimori.profile.statistics;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * Deferred submissions of the last 24 hours, by hours of UTC: the newest {@value #MOST_HOURS} hours with any, at most 45 octets.
 * The number of hours separates one burst from an account that keeps hitting its limits all day.
 */
public record HourlyDeferrals(List<Hour> hours) {

    public static final HourlyDeferrals NONE = new HourlyDeferrals(List.of());

    /** Most hours that are kept. */
    public static final int MOST_HOURS = 7;

    /** Most messages of an hour that are counted. */
    public static final int MOST_MESSAGES = (1 << 14) - 1;

    private static final int MOST_RECIPIENTS = (1 << 21) - 1;
    private static final int DAY = 24;
    private static final int SECONDS = 3600;

    /**
     * One hour.
     *
     * @param hour since 1970
     * @param messages that were refused for now, 1 to {@link #MOST_MESSAGES}
     * @param recipients of these
     */
    public record Hour(long hour, int messages, int recipients) {
        private Hour plus(int more) {
            return new Hour(hour, Math.min(MOST_MESSAGES, messages + 1), (int)
                    Math.min(MOST_RECIPIENTS, (long) recipients + more));
        }
    }

    public HourlyDeferrals {
        hours = List.copyOf(hours);
    }

    /** With one more message, which may be late. */
    public HourlyDeferrals plus(long second, int recipients) {
        long hour = Math.floorDiv(second, (long) SECONDS);
        long newest = hours.isEmpty()
                ? hour
                : Math.max(hour, hours.get(hours.size() - 1).hour());
        List<Hour> kept = new ArrayList<>();
        boolean counted = false;
        for (Hour one : hours) {
            if (!counted && hour < one.hour()) {
                kept.add(new Hour(hour, 0, 0).plus(recipients));
                counted = true;
            }
            kept.add(one.hour() == hour ? one.plus(recipients) : one);
            counted |= one.hour() == hour;
        }
        if (!counted) {
            kept.add(new Hour(hour, 0, 0).plus(recipients));
        }
        kept.removeIf(one -> one.hour() <= newest - DAY);
        return new HourlyDeferrals(kept.subList(Math.max(0, kept.size() - MOST_HOURS), kept.size()));
    }

    /** Those of the 24 hours that end with the hour of a moment. */
    public List<Hour> at(long second) {
        long now = Math.floorDiv(second, (long) SECONDS);
        return hours.stream()
                .filter(one -> one.hour() > now - DAY && one.hour() <= now)
                .toList();
    }

    /** Without hours later than a moment's. */
    public HourlyDeferrals until(long second) {
        long last = Math.floorDiv(second, (long) SECONDS);
        return new HourlyDeferrals(
                hours.stream().filter(one -> one.hour() <= last).toList());
    }

    public void write(BinaryStateWriter out) {
        out.number(hours.size());
        long before = 0;
        for (Hour one : hours) {
            out.signed(one.hour() - before).number(one.messages()).number(one.recipients());
            before = one.hour();
        }
    }

    public static HourlyDeferrals read(BinaryStateReader in) {
        List<Hour> read = new ArrayList<>();
        long hour = 0;
        for (int left = in.count(); left > 0; left--) {
            hour += in.signed();
            read.add(new Hour(hour, in.count(), in.count()));
        }
        return read.isEmpty() ? NONE : new HourlyDeferrals(read);
    }
}
