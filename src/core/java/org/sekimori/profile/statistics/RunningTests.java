package org.sekimori.profile.statistics;

import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * Running sequential probability ratio tests (Wald, 'Sequential Tests of Statistical Hypotheses', 1945) of two habits of an
 * account, each for all its mail and for mail from unfamiliar networks alone. Each keeps one number, Λ: the sum of the logarithms
 * of how much likelier a message is from an intruder than from the owner. It fades, so that it says what was lately seen:
 *
 * <pre>
 * Λ ← min({@value #CEILING}, max({@value #FLOOR}, Λ · e^(−Δt/τ) + step))
 * </pre>
 *
 * <p>The floor bounds how much a harmless past may pay for, the ceiling how long a burst is remembered. A late message counts as
 * much as if it had come in time and faded since, but for these bounds.
 *
 * <p><b>New recipients</b>, τ = 1 day (4 days for unfamiliar networks): a message with {@code n} recipients that could be compared,
 * {@code x} of them (as a share) never written to before, adds
 *
 * <pre>
 * step = w · (x · ln(0.95 / p₀) + (1 − x) · ln(0.05 / (1 − p₀))), at most 4 either way
 * w = min(3, 1 + 0.7 · ln n)
 * </pre>
 *
 * <p>where p₀ is the account's own share of new recipients. An intruder's list is new to 95 %; a message to many weighs more than
 * one to a single person, but not as much as many messages.
 *
 * <p><b>Bounces of unknown users</b>, τ = 2 days: the honest null is p₀ = 3 % (providers see less than 1 %, and block at 3 %), the
 * alternative p₁ = 20 %, between the 10 % and 30 % of known incidents. Each recipient of an accepted message, at most
 * {@value #MOST_DELIVERED}, adds {@code ln((1 − p₁)/(1 − p₀))} = −0.19; each that turns out unknown, at most {@value #MOST_BOUNCED} a
 * report, takes this back and adds {@code ln(p₁/p₀)} = 1.90. So the sum rises while more than 9.2 % of the recipients are unknown.
 *
 * <p>With Wald's bounds a sum of {@code ln((1 − β)/α)} decides: 6.9 for one false alarm in a thousand decisions, 9.2 in ten
 * thousand. Kept as {@code float}: the error stays below 0.001.
 *
 * @param second the time of the sums
 * @param recipients new recipients of all mail
 * @param strangeRecipients new recipients of mail from unfamiliar networks
 * @param bounces bounces of all mail
 * @param strangeBounces bounces of mail from unfamiliar networks
 */
public record RunningTests(
        long second, float recipients, float strangeRecipients, float bounces, float strangeBounces) {

    /** Nothing was seen. */
    public static final RunningTests NONE = new RunningTests(0, 0, 0, 0, 0);

    /** The lowest sum. */
    public static final double FLOOR = -3;

    /** The highest sum. */
    public static final double CEILING = 30;

    /** So many recipients of one message count as delivered at most. */
    public static final int MOST_DELIVERED = 12;

    /** So many unknown recipients of one report count at most. */
    static final int MOST_BOUNCED = 4;

    /** No encoded form is longer, in octets. */
    public static final int MOST_OCTETS = 6 + 4 * 5;

    private static final double DAY = 86_400;
    private static final double RECIPIENTS_FADE = DAY;
    private static final double STRANGE_RECIPIENTS_FADE = 4 * DAY;
    private static final double BOUNCES_FADE = 2 * DAY;

    private static final double NEW_TO_INTRUDER = 0.95;
    private static final double MOST_STEP = 4;
    private static final double MOST_WEIGHT = 3;
    private static final double WEIGHT_OF_MORE = 0.7;

    private static final double UNKNOWN_TO_OWNER = 0.03;
    private static final double UNKNOWN_TO_INTRUDER = 0.2;
    private static final double DELIVERED = StrictMath.log((1 - UNKNOWN_TO_INTRUDER) / (1 - UNKNOWN_TO_OWNER));
    private static final double UNKNOWN = StrictMath.log(UNKNOWN_TO_INTRUDER / UNKNOWN_TO_OWNER);

    /**
     * What a message adds to the tests of new recipients.
     *
     * @param fresh recipients never written to before
     * @param compared recipients that could be compared, at least {@code fresh}; 0 adds nothing
     * @param usual the account's own share of new recipients, above 0 and below 1
     */
    public static double recipientStep(int fresh, int compared, double usual) {
        if (compared <= 0) {
            return 0;
        }
        double x = (double) fresh / compared;
        double weight = Math.min(MOST_WEIGHT, 1 + WEIGHT_OF_MORE * StrictMath.log(compared));
        double ratio = x * StrictMath.log(NEW_TO_INTRUDER / usual)
                + (1 - x) * StrictMath.log((1 - NEW_TO_INTRUDER) / (1 - usual));
        return Math.max(-MOST_STEP, Math.min(MOST_STEP, weight * ratio));
    }

    /**
     * After a message.
     *
     * @param step see {@link #recipientStep}
     * @param unfamiliar whether it came from an unfamiliar network
     */
    public RunningTests plusRecipients(long time, double step, boolean unfamiliar) {
        return step == 0 ? this : plus(time, step, unfamiliar ? step : 0, 0, 0);
    }

    /**
     * After a message was accepted.
     *
     * @param count its recipients
     * @param unfamiliar whether it came from an unfamiliar network
     */
    public RunningTests plusDelivered(long time, int count, boolean unfamiliar) {
        double step = deliveredStep(count);
        return plus(time, 0, 0, step, unfamiliar ? step : 0);
    }

    /** What the delivery to so many recipients adds to a test of bounces. */
    public static double deliveredStep(int count) {
        return Math.min(MOST_DELIVERED, count) * DELIVERED;
    }

    /**
     * What a report adds to a test of bounces.
     *
     * @param count recipients that are unknown
     * @param before how many recipients of the message had failed before
     */
    public static double unknownStep(int count, int before) {
        int back = Math.max(0, Math.min(Math.min(count, MOST_BOUNCED), MOST_DELIVERED - before));
        return Math.min(MOST_BOUNCED, count) * UNKNOWN - back * DELIVERED;
    }

    /**
     * After a report that recipients of a message are unknown.
     *
     * @param time of the report
     * @param count how many
     * @param before how many recipients of the message had failed before
     * @param unfamiliar whether the message had come from an unfamiliar network
     */
    public RunningTests plusUnknown(long time, int count, int before, boolean unfamiliar) {
        double step = unknownStep(count, before);
        return plus(time, 0, 0, step, unfamiliar ? step : 0);
    }

    private RunningTests plus(long time, double people, double strange, double failed, double strangeFailed) {
        long to = Math.max(second, time);
        // Both tests of bounces fade alike, and a sum of zero stays zero however long.
        double left = bounces == 0 && strangeBounces == 0 ? 1 : left(to - second, BOUNCES_FADE);
        double late = failed == 0 && strangeFailed == 0 ? 1 : left(to - time, BOUNCES_FADE);
        return new RunningTests(
                to,
                next(recipients, people, to, time, RECIPIENTS_FADE),
                next(strangeRecipients, strange, to, time, STRANGE_RECIPIENTS_FADE),
                next(bounces, failed, left, late),
                next(strangeBounces, strangeFailed, left, late));
    }

    private float next(float value, double step, long to, long time, double fade) {
        return next(value, step, value == 0 ? 1 : left(to - second, fade), step == 0 ? 1 : left(to - time, fade));
    }

    /**
     * The next value of a sum.
     *
     * @param left share that is left of it
     * @param late share of the step that is left
     */
    private static float next(float value, double step, double left, double late) {
        if (value == 0 && step == 0) {
            return 0;
        }
        double faded = value * left;
        return (float) bounded(step == 0 ? faded : faded + step * late);
    }

    private static double bounded(double sum) {
        return Math.max(FLOOR, Math.min(CEILING, sum));
    }

    private static double left(long seconds, double fade) {
        // Strict: the same log must give the same decisions on every machine.
        return seconds == 0 ? 1 : StrictMath.exp(-seconds / fade);
    }

    /** Moves later sums to this moment; their share cannot be separated any more. */
    public RunningTests until(long time) {
        return second <= time ? this : new RunningTests(time, recipients, strangeRecipients, bounces, strangeBounces);
    }

    /** The sums as of a moment; of an earlier one, as they are. */
    public RunningTests at(long now) {
        return now <= second || second == 0 ? this : plus(now, 0, 0, 0, 0);
    }

    /** Writes the sums. */
    public void write(BinaryStateWriter out) {
        out.signed(second)
                .real(recipients)
                .real(strangeRecipients)
                .real(bounces)
                .real(strangeBounces);
    }

    /** Reads {@link #write}'s output. */
    public static RunningTests read(BinaryStateReader in) {
        return new RunningTests(in.signed(), in.real(), in.real(), in.real(), in.real());
    }
}
