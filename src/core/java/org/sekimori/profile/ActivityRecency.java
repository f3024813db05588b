package org.sekimori.profile;

import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.statistics.HourlyDeferrals;

/**
 * Times of an account's activity, in seconds since 1970; days are local, counted from 1970. A submission counts as accepted when
 * it was let pass or its server took it, even if the server later reports otherwise. Late submissions count at their own time.
 *
 * <p>When the time zone moves westward, the previous day may come again: until it is over, submissions count for the day already
 * reached.
 *
 * @param accepted the newest accepted submission; 0 without one
 * @param firstDay the earliest day with an accepted submission; meaningless if {@code accepted} is 0
 * @param day the newest day with an accepted submission
 * @param dayBegan the first accepted submission of that day
 * @param idleBefore seconds between that one and its predecessor; {@link #ALWAYS} without one
 * @param freeze the pause in learning
 * @param deferrals deferred submissions
 */
record ActivityRecency(
        long accepted,
        int firstDay,
        int day,
        long dayBegan,
        long idleBefore,
        LearningFreeze freeze,
        HourlyDeferrals deferrals) {

    static final ActivityRecency NONE = new ActivityRecency(0, 0, 0, 0, 0, LearningFreeze.NONE, HourlyDeferrals.NONE);

    /** The first format with deferrals. */
    private static final int WITH_DEFERRALS = 6;

    /** The account never sent before; longer than any threshold. */
    static final long ALWAYS = 10L * 366 * 86_400;

    ActivityRecency acceptedAt(long second, int localDay) {
        if (accepted == 0) {
            return new ActivityRecency(second, localDay, localDay, second, ALWAYS, freeze, deferrals);
        }
        long began = dayBegan;
        long idle = idleBefore;
        if (localDay > day) {
            began = second;
            idle = Math.max(0, second - accepted);
        } else if (second < dayBegan && localDay == day) {
            began = second;
            idle = idleBefore == ALWAYS ? ALWAYS : Math.max(0, idleBefore - (dayBegan - second));
        } else if (second < dayBegan) {
            idle = Math.min(idleBefore, dayBegan - second);
        }
        return new ActivityRecency(
                Math.max(accepted, second),
                Math.min(firstDay, localDay),
                Math.max(day, localDay),
                began,
                idle,
                freeze,
                deferrals);
    }

    /** Moves later times to this moment. */
    ActivityRecency until(long second, int localDay) {
        return accepted <= second
                ? with(freeze.until(second)).with(deferrals.until(second))
                : new ActivityRecency(
                        second,
                        Math.min(firstDay, localDay),
                        Math.min(day, localDay),
                        Math.min(dayBegan, second),
                        idleBefore,
                        freeze.until(second),
                        deferrals.until(second));
    }

    /** Whether learning is frozen at this time. */
    boolean frozen(long second) {
        return freeze.contains(second);
    }

    ActivityRecency with(LearningFreeze changed) {
        return new ActivityRecency(accepted, firstDay, day, dayBegan, idleBefore, changed, deferrals);
    }

    ActivityRecency with(HourlyDeferrals changed) {
        return new ActivityRecency(accepted, firstDay, day, dayBegan, idleBefore, freeze, changed);
    }

    void write(BinaryStateWriter out) {
        out.signed(accepted)
                .signed(firstDay)
                .signed((long) day - firstDay)
                .signed(accepted - dayBegan)
                .signed(idleBefore);
        freeze.write(out);
        deferrals.write(out);
    }

    static ActivityRecency read(BinaryStateReader in, int format) {
        long accepted = in.signed();
        int firstDay = Math.toIntExact(in.signed());
        int day = Math.toIntExact(firstDay + in.signed());
        long dayBegan = accepted - in.signed();
        long idle = in.signed();
        LearningFreeze freeze = LearningFreeze.read(in, format);
        HourlyDeferrals deferrals = format < WITH_DEFERRALS ? HourlyDeferrals.NONE : HourlyDeferrals.read(in);
        return new ActivityRecency(accepted, firstDay, day, dayBegan, idle, freeze, deferrals);
    }
}
