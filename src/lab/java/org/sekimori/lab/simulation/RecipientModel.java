package org.sekimori.lab.simulation;

import org.sekimori.lab.world.RandomStream;

/** Draws the recipients of an account: a few often, many seldom, now and then a new one. */
final class RecipientModel {

    /** Draws the habits of one account and the recipients of each message. */
    static final class RecipientHabits {
        private final long seed;
        private final double single;
        private final double severalMu;
        private final double severalSigma;
        private final int most;
        private final double knownMu;
        private final double knownSigma;
        private final double favour;
        private final double newLow;
        private final double newHigh;

        RecipientHabits(long seed, SimulatorParameters numbers) {
            this.seed = seed;
            this.single = numbers.number("recipients.single");
            this.severalMu = numbers.number("recipients.several_mu");
            this.severalSigma = numbers.number("recipients.several_sigma");
            this.most = (int) numbers.number("recipients.most");
            this.knownMu = numbers.number("recipients.known_mu");
            this.knownSigma = numbers.number("recipients.known_sigma");
            this.favour = numbers.number("recipients.favour");
            this.newLow = numbers.number("recipients.new_low");
            this.newHigh = numbers.number("recipients.new_high");
        }

        RecipientModel of(int account) {
            RandomStream draw = RandomStream.of(seed, "correspondents", account);
            int known = (int) Math.max(4, draw.logNormal(knownMu, knownSigma));
            return new RecipientModel(this, account, known, draw.between(newLow, newHigh));
        }
    }

    private static final long ANYBODY = 1L << 44;

    /** Numbers from here on are of addresses that the owner has, but wrote to before the world began or never. */
    private static final int FIRST_OLD = 40_000;

    /** Most old addresses of an account. */
    static final int MOST_OLD = 12_000;

    private final RecipientHabits habits;
    private final int account;
    private final int known;
    private final double newShare;

    private RecipientModel(RecipientHabits habits, int account, int known, double newShare) {
        this.habits = habits;
        this.account = account;
        this.known = known;
        this.newShare = newShare;
    }

    /** How many recipients a message has. */
    int count(RandomStream draw) {
        if (draw.chance(habits.single)) {
            return 1;
        }
        return (int) Math.min(habits.most, 2 + draw.logNormal(habits.severalMu, habits.severalSigma));
    }

    /** The recipients of a message of the owner. */
    long[] recipients(int count, RandomStream draw) {
        long[] recipients = new long[Math.min(count, org.sekimori.lab.world.TimelineEvent.Message.MOST_NAMED)];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = draw.chance(newShare) ? stranger(draw) : known(draw);
        }
        return recipients;
    }

    /** How many of them were never written to before, in the mean. */
    double newShare() {
        return newShare;
    }

    /** One of the owner's correspondents. */
    long known(RandomStream draw) {
        return member((int) (known * StrictMath.pow(draw.uniform(), habits.favour)));
    }

    /** The account's own correspondent or list member with this number, from 0. */
    long member(int number) {
        return ANYBODY + ((long) account << 16) + number;
    }

    /** How many correspondents the owner has. */
    int knownCount() {
        return known;
    }

    /** An address from an old list of the owner's, with this number from 0. */
    long old(int number) {
        return member(FIRST_OLD + number % MOST_OLD);
    }

    /** Whether an old address does not exist any more, of a list on which this share is dead; always the same. */
    boolean dead(int number, double share) {
        return RandomStream.of(habits.seed, "dead", account, number).chance(share);
    }

    /** A recipient that no account ever wrote to. */
    static long stranger(RandomStream draw) {
        return draw.bits() >>> 20 | 1L << 45;
    }
}
