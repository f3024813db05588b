package org.sekimori.profile;

import org.sekimori.mail.Counters;

/**
 * Reads profiles of the first format: counters, the newest submission, and messages and recipients by steps of five minutes for
 * 24 hours. What was sent is counted on as mail from home and familiar networks; everything else is learned from now on.
 */
public final class ProfileFormat1 {

    private static final int STEP_SECONDS = 300;

    private ProfileFormat1() {}

    /** The profile that was written in the first format; its days are those of UTC. */
    public static Profile read(PackedReader in) {
        Counters counters = new Counters(in.number(), in.number(), in.number());
        in.signed(); // The newest submission, refused ones included: nobody asks for it any more.
        Rhythm rhythm = Rhythm.NONE;
        SendHistory history = SendHistory.EMPTY;
        int step = 0;
        for (int left = in.count(); left > 0; left--) {
            step += Math.toIntExact(in.signed());
            int[] row = new int[Column.COUNT];
            row[Column.messages(Lane.HOME_FAMILIAR)] = in.count();
            row[Column.recipients(Lane.HOME_FAMILIAR)] = in.count();
            row[Column.UNCOMPARED] = row[Column.recipients(Lane.HOME_FAMILIAR)];
            long second = (long) step * STEP_SECONDS;
            int day = Math.toIntExact(Math.floorDiv(second, 86_400L));
            history = history.plus(second, day, row);
            rhythm = rhythm.acceptedAt(second, day);
        }
        Profile fresh = Profile.NEW;
        return new Profile(
                counters,
                history,
                fresh.rates(),
                fresh.places(),
                fresh.networks(),
                fresh.recipients(),
                fresh.reservations(),
                fresh.failures(),
                rhythm,
                fresh.seenEvents());
    }
}
