package org.sekimori.profile;

import org.sekimori.mail.SubmissionCounters;
import org.sekimori.profile.codec.BinaryStateReader;

/**
 * Reads profiles of format 1: counters, the newest submission, and messages and recipients by steps of five minutes for 24 hours.
 * Its mail counts as sent from home and familiar networks; everything else is learned anew.
 */
public final class ProfileFormat1Reader {

    private static final int STEP_SECONDS = 300;

    private ProfileFormat1Reader() {}

    /** The profile that was written in the first format; its days are those of UTC. */
    public static Profile read(BinaryStateReader in) {
        SubmissionCounters counters = new SubmissionCounters(in.number(), in.number(), in.number());
        in.signed(); // The newest submission, refused ones included: nobody asks for it any more.
        ActivityRecency rhythm = ActivityRecency.NONE;
        SendHistory history = SendHistory.EMPTY;
        int step = 0;
        for (int left = in.count(); left > 0; left--) {
            step += Math.toIntExact(in.signed());
            int[] row = new int[HistoryColumn.COUNT];
            row[HistoryColumn.messages(TrafficClass.HOME_FAMILIAR)] = in.count();
            row[HistoryColumn.recipients(TrafficClass.HOME_FAMILIAR)] = in.count();
            row[HistoryColumn.UNCOMPARED] = row[HistoryColumn.recipients(TrafficClass.HOME_FAMILIAR)];
            long second = (long) step * STEP_SECONDS;
            int day = Math.toIntExact(Math.floorDiv(second, 86_400L));
            history = history.plus(second, day, row);
            rhythm = rhythm.acceptedAt(second, day);
        }
        return Profile.builder()
                .counters(counters)
                .history(history)
                .rhythm(rhythm)
                .build();
    }
}
