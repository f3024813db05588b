package org.sekimori.profile;

import java.time.Duration;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * A pause in learning: {@link #STEP} after a sign of abuse, so that an intruder does not become the baseline. Further signs
 * extend it, within bounds, or an account flagged for being unusual would stay unusual for ever:
 *
 * <ul>
 * <li>Without interruption it lasts at most seven days, or {@link #MOST_HARMFUL} while the account's mail does harm (see
 * {@link FamiliarityCredit#harmful}). By then a person has looked at it, or nothing came of it.
 * <li>Each frozen hour must be made up for by an hour of learning. A sign starts a freeze only if {@link #STEP} can be made up
 * for. So an account that is flagged day and night learns for three days after the first seven, and then every other three days.
 * </ul>
 *
 * @param from start, seconds since 1970
 * @param until end, exclusive; 0 if there never was a freeze
 * @param spent seconds of earlier freezes not made up for when this one began
 */
record LearningFreeze(long from, long until, long spent) {

    static final LearningFreeze NONE = new LearningFreeze(0, 0, 0);

    /** How long a single sign stops learning. */
    static final Duration STEP = Duration.ofHours(72);

    /** Longest freeze of mail without harm. */
    static final Duration MOST = Duration.ofDays(7);

    /** How long it stops at most if it does: of the 34 days that a {@link DailyBaseline} rests on, 13 are left to know the owner by. */
    static final Duration MOST_HARMFUL = Duration.ofDays(21);

    boolean contains(long second) {
        return second >= from && second < until;
    }

    /**
     * After a sign of abuse. Of two freezes with time between them the later one is kept.
     *
     * @param most how long learning may be stopped in all, {@link #MOST} or {@link #MOST_HARMFUL}
     */
    LearningFreeze at(long second, Duration most) {
        long end = second + STEP.toSeconds();
        if (until == 0 || second > until) {
            long owed = until == 0 ? 0 : Math.max(0, spent + until - from - (second - until));
            return most.toSeconds() - owed >= STEP.toSeconds() ? new LearningFreeze(second, end, owed) : this;
        }
        if (end < from) {
            return this;
        }
        long length = Math.max(0, most.toSeconds() - spent);
        long newFrom = Math.min(from, Math.max(second, until - length));
        return new LearningFreeze(newFrom, Math.max(until, Math.min(end, newFrom + length)), spent);
    }

    /** Ends a freeze that began no later than this. */
    LearningFreeze thaw(long second) {
        return second < from ? this : NONE;
    }

    /** No freeze, if it begins later than this. */
    LearningFreeze until(long second) {
        return from > second ? NONE : this;
    }

    void write(BinaryStateWriter out) {
        out.signed(until).signed(until - from).number(spent);
    }

    /** Decodes {@link #write}'s output; of format 4 and before, where freezes were unbounded, only the last part. */
    static LearningFreeze read(BinaryStateReader in, int format) {
        long until = in.signed();
        long length = in.signed();
        return format < Profile.MARKED_FORMAT
                ? new LearningFreeze(until - Math.min(length, MOST.toSeconds()), until, 0)
                : new LearningFreeze(until - length, until, in.number());
    }
}
