package org.sekimori.lab.load;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Traffic of a synthetic provider's customers: an endless, reproducible sequence of submissions.
 *
 * <p>The popularity of the accounts follows Zipf's law, spread over the account numbers by a fixed permutation so that the busy
 * ones are not neighbours. Each account has one home address: 90 % are in Japan, 5 % in the United States, 3 % in Germany, 2 %
 * elsewhere. Now and then a submission comes from a pool of foreign addresses instead.
 *
 * <p>Equal settings give equal sequences. Not thread-safe.
 */
public final class LoadTraffic {

    private static final long PERMUTATION_SEED = 7919;
    private static final int FOREIGN_ADDRESSES = 4096;
    private static final int MAX_RECIPIENTS = 5;
    private static final int SMALLEST_MESSAGE = 1_500;
    private static final int MESSAGE_SIZES = 60_000;

    private final Settings settings;

    /** At index {@code r}: total weight of the {@code r + 1} most popular accounts. */
    private final double[] cumulativeWeight;

    private final int[] accountOfRank;
    private final int[] homeAddress;
    private final int[] foreignAddress;
    private final SplittableRandom random;
    private long serial;

    private LoadTraffic(Settings settings) {
        SplittableRandom people = new SplittableRandom(settings.seed());
        this.settings = settings;
        this.cumulativeWeight = zipf(settings.accounts(), settings.zipf());
        this.accountOfRank = permutation(settings.accounts());
        this.homeAddress = new int[settings.accounts()];
        Arrays.setAll(homeAddress, account -> home(people, settings.domestic()));
        this.foreignAddress = new int[FOREIGN_ADDRESSES];
        Arrays.setAll(foreignAddress, index -> abroad(people));
        // The same people do something else in each run.
        this.random = new SplittableRandom(people.nextLong() ^ settings.run());
    }

    /** The traffic of a population; takes about 50 ms and 3 MB for 100,000 accounts. */
    public static LoadTraffic of(Settings settings) {
        return new LoadTraffic(settings);
    }

    /** The next submission. Recipient counts run from 1 to 5 in turn, sizes from 1,500 to 61,499 octets. */
    public LoadSubmission next() {
        long number = serial++;
        int account = accountOfRank[rank()];
        boolean foreign = random.nextDouble() < settings.foreignShare();
        int address = foreign ? foreignAddress[random.nextInt(FOREIGN_ADDRESSES)] : homeAddress[account];
        int recipients = 1 + (int) (number % MAX_RECIPIENTS);
        // A prime stride visits the sizes without a pattern that would follow the recipient counts.
        int size = SMALLEST_MESSAGE + (int) (number * 7907 % MESSAGE_SIZES);
        return new LoadSubmission(settings.run(), number, account, foreign, address, recipients, size);
    }

    private int rank() {
        double total = cumulativeWeight[cumulativeWeight.length - 1];
        int found = Arrays.binarySearch(cumulativeWeight, random.nextDouble() * total);
        return Math.min(found < 0 ? -found - 1 : found, cumulativeWeight.length - 1);
    }

    private static double[] zipf(int accounts, double exponent) {
        double[] sums = new double[accounts];
        double sum = 0;
        for (int rank = 0; rank < accounts; rank++) {
            // Strict, and added up in order: the same sequence on every machine.
            sum += 1 / StrictMath.pow(rank + 1, exponent);
            sums[rank] = sum;
        }
        return sums;
    }

    /** Fisher and Yates' shuffle; independent of the seed, so the same accounts are busy in every population. */
    private static int[] permutation(int length) {
        SplittableRandom shuffle = new SplittableRandom(PERMUTATION_SEED);
        int[] values = new int[length];
        Arrays.setAll(values, index -> index);
        for (int last = length - 1; last > 0; last--) {
            int other = shuffle.nextInt(last + 1);
            int kept = values[last];
            values[last] = values[other];
            values[other] = kept;
        }
        return values;
    }

    private static int home(SplittableRandom random, boolean domestic) {
        double share = domestic ? 0 : random.nextDouble();
        if (share < 0.90) {
            return AddressBlock.anyOf(AddressBlock.JAPAN, random);
        }
        if (share < 0.95) {
            return AddressBlock.anyOf(AddressBlock.UNITED_STATES, random);
        }
        return AddressBlock.anyOf(share < 0.98 ? AddressBlock.GERMANY : AddressBlock.ELSEWHERE, random);
    }

    private static int abroad(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> AddressBlock.anyOf(AddressBlock.UNITED_STATES, random);
            case 1 -> AddressBlock.anyOf(AddressBlock.GERMANY, random);
            default -> AddressBlock.anyOf(AddressBlock.ELSEWHERE, random);
        };
    }

    /**
     * Settings of the traffic.
     *
     * @param accounts number of accounts, from 1
     * @param zipf exponent of the popularity: 0 makes all accounts equally busy, with 1 the busiest of 100,000 sends 8 %
     * @param foreignShare share of the submissions that come from a foreign address, 0 to 1
     * @param domestic all accounts live in Japan
     * @param seed seed of the accounts' homes
     * @param run seed of the submissions, and part of all ids: a server takes the second of two equal runs for retries of the
     *     first; not negative
     */
    public record Settings(int accounts, double zipf, double foreignShare, boolean domestic, long seed, long run) {

        /** 100,000 accounts, Zipf's exponent 1, 3 % foreign, seed 1, run 0. */
        public static final Settings DEFAULT = new Settings(100_000, 1.0, 0.03, false, 1, 0);

        public Settings {
            if (accounts < 1) {
                throw new IllegalArgumentException("accounts must be at least 1, not " + accounts);
            }
            if (!(zipf >= 0 && zipf <= 10)) {
                throw new IllegalArgumentException("zipf must be from 0 to 10, not " + zipf);
            }
            if (!(foreignShare >= 0 && foreignShare <= 1)) {
                throw new IllegalArgumentException("foreign share must be from 0 to 1, not " + foreignShare);
            }
            if (run < 0) {
                throw new IllegalArgumentException("run must not be negative, not " + run);
            }
        }

        /** All customers are at home, so that no submission is refused for its origin. */
        public Settings homeOnly() {
            return new Settings(accounts, zipf, 0, true, seed, run);
        }

        public Settings withAccounts(int number) {
            return new Settings(number, zipf, foreignShare, domestic, seed, run);
        }

        public Settings withZipf(double exponent) {
            return new Settings(accounts, exponent, foreignShare, domestic, seed, run);
        }

        public Settings withForeignShare(double share) {
            return new Settings(accounts, zipf, share, domestic, seed, run);
        }

        public Settings withSeed(long value) {
            return new Settings(accounts, zipf, foreignShare, domestic, value, run);
        }

        public Settings withRun(long number) {
            return new Settings(accounts, zipf, foreignShare, domestic, seed, number);
        }
    }
}
