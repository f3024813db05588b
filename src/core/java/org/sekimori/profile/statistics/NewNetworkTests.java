package org.sekimori.profile.statistics;

import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * Running tests of new recipients, as in {@link RunningTests}, of mail from networks that the account has used on few days, whatever
 * their provider; and of attempts that were refused for good. Mail from the owner's own networks does not count here, so it cannot
 * pay for an intruder's.
 *
 * <ul>
 * <li>{@code recipients} fades by 1/e in {@value #DAYS} days.
 * <li>{@code bounces} is the test of bounces of unknown users, of mail from new networks of familiar providers alone, and fades by 1/e in {@value #BOUNCE_DAYS} days.
 * <li>{@code refused} fades by 1/e in a day; whom a refused message was to is never learned.
 * </ul>
 *
 * @param second the time of the sums
 */
public record NewNetworkTests(long second, float recipients, float refused, float bounces) {

    /** Nothing was seen. */
    public static final NewNetworkTests NONE = new NewNetworkTests(0, 0, 0, 0);

    /** No encoded form is longer, in octets. */
    public static final int MOST_OCTETS = 6 + 3 * 5;

    private static final double DAY = 86_400;
    private static final int DAYS = 4;
    private static final int BOUNCE_DAYS = 2;

    /**
     * After a message from such a network was accepted.
     *
     * @param step see {@link RunningTests#recipientStep}
     */
    public NewNetworkTests plusAccepted(long time, double step) {
        return step == 0 ? this : plus(time, step, 0, 0);
    }

    /** After a message was refused for good. */
    public NewNetworkTests plusRefused(long time, double step) {
        return step == 0 ? this : plus(time, 0, step, 0);
    }

    /**
     * After a delivery or a bounce of mail from such a network.
     *
     * @param step see {@link RunningTests#deliveredStep} and {@link RunningTests#unknownStep}
     */
    public NewNetworkTests plusBounces(long time, double step) {
        return plus(time, 0, 0, step);
    }

    private NewNetworkTests plus(long time, double step, double border, double failed) {
        long to = Math.max(second, time);
        return new NewNetworkTests(
                to,
                next(recipients, step, to, time, DAYS * DAY),
                next(refused, border, to, time, DAY),
                next(bounces, failed, to, time, BOUNCE_DAYS * DAY));
    }

    private float next(float value, double step, long to, long time, double fade) {
        if (value == 0 && step == 0) {
            return 0;
        }
        double sum = value * left(to - second, fade) + step * left(to - time, fade);
        return (float) Math.max(RunningTests.FLOOR, Math.min(RunningTests.CEILING, sum));
    }

    private static double left(long seconds, double fade) {
        // Strict: the same log must give the same decisions on every machine.
        return seconds == 0 ? 1 : StrictMath.exp(-seconds / fade);
    }

    /** Moves later sums to this moment; their share cannot be separated any more. */
    public NewNetworkTests until(long time) {
        return second <= time ? this : new NewNetworkTests(time, recipients, refused, bounces);
    }

    /** The sums as of a moment; of an earlier one, as they are. */
    public NewNetworkTests at(long now) {
        return now <= second || second == 0 ? this : plus(now, 0, 0, 0);
    }

    /** Writes the sums. */
    public void write(BinaryStateWriter out) {
        out.signed(second).real(recipients).real(refused).real(bounces);
    }

    /** Reads {@link #write}'s output. */
    public static NewNetworkTests read(BinaryStateReader in) {
        return new NewNetworkTests(in.signed(), in.real(), in.real(), in.real());
    }
}
