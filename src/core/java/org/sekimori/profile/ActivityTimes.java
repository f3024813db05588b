package org.sekimori.profile;

import org.sekimori.profile.codec.VarintReader;
import org.sekimori.profile.codec.VarintWriter;

/**
 * When an account does things; times in seconds since 1970, days local and counted from 1970. A submission is accepted here when
 * it was let pass, or when its server took it, even if the server says later that it did not. A late one counts where it
 * belongs.
 *
 * <p>When the time zone changes westward, the day before may come once more: until it is over, what is sent counts for the day
 * that was reached already.
 *
 * @param accepted the newest accepted submission; 0 if there was none
 * @param firstDay the earliest day with an accepted submission; only of meaning if {@code accepted} is not 0
 * @param day the newest day with an accepted submission
 * @param dayBegan the first accepted submission of that day
 * @param idleBefore seconds between that one and the one before it; {@link #ALWAYS} if there is none
 * @param freeze when nothing is learned
 * @param deferrals what was refused for now
 */
record ActivityTimes(
        long accepted,
        int firstDay,
        int day,
        long dayBegan,
        long idleBefore,
        LearningFreeze freeze,
        HourlyDeferrals deferrals) {

    static final ActivityTimes NONE = new ActivityTimes(0, 0, 0, 0, 0, LearningFreeze.NONE, HourlyDeferrals.NONE);

    /** The first format that counts what was refused for now. */
    private static final int WITH_DEFERRALS = 6;

    /** Longer than anything that is asked for: the account never sent before. */
    static final long ALWAYS = 10L * 366 * 86_400;

    ActivityTimes acceptedAt(long second, int localDay) {
        if (accepted == 0) {
            return new ActivityTimes(second, localDay, localDay, second, ALWAYS, freeze, deferrals);
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
        return new ActivityTimes(
                Math.max(accepted, second),
                Math.min(firstDay, localDay),
                Math.max(day, localDay),
                began,
                idle,
                freeze,
                deferrals);
    }

    /** As if what is dated later had come at this moment. */
    ActivityTimes until(long second, int localDay) {
        return accepted <= second
                ? with(freeze.until(second)).with(deferrals.until(second))
                : new ActivityTimes(
                        second,
                        Math.min(firstDay, localDay),
                        Math.min(day, localDay),
                        Math.min(dayBegan, second),
                        idleBefore,
                        freeze.until(second),
                        deferrals.until(second));
    }

    /** Whether nothing is learned from what happened then. */
    boolean frozen(long second) {
        return freeze.contains(second);
    }

    ActivityTimes with(LearningFreeze changed) {
        return new ActivityTimes(accepted, firstDay, day, dayBegan, idleBefore, changed, deferrals);
    }

    ActivityTimes with(HourlyDeferrals changed) {
        return new ActivityTimes(accepted, firstDay, day, dayBegan, idleBefore, freeze, changed);
    }

    void write(VarintWriter out) {
        out.signed(accepted)
                .signed(firstDay)
                .signed((long) day - firstDay)
                .signed(accepted - dayBegan)
                .signed(idleBefore);
        freeze.write(out);
        deferrals.write(out);
    }

    static ActivityTimes read(VarintReader in, int format) {
        long accepted = in.signed();
        int firstDay = Math.toIntExact(in.signed());
        int day = Math.toIntExact(firstDay + in.signed());
        long dayBegan = accepted - in.signed();
        long idle = in.signed();
        LearningFreeze freeze = LearningFreeze.read(in, format);
        HourlyDeferrals deferrals = format < WITH_DEFERRALS ? HourlyDeferrals.NONE : HourlyDeferrals.read(in);
        return new ActivityTimes(accepted, firstDay, day, dayBegan, idle, freeze, deferrals);
    }
}
