package org.sekimori.profile.statistics;

import java.util.Arrays;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;

/**
 * The owner's correspondents whom the newest ones have crowded out, by hash: at most {@value #MOST}. When they are more, those whose hash
 * has one more zero are kept, so that it is always known which hashes would be here. A mailing to 2,000 readers is told from one to 2,000
 * strangers by the readers in the sample.
 */
public final class CorrespondentSample {

    /** Nobody was crowded out. */
    public static final CorrespondentSample NONE = new CorrespondentSample(0, new int[0]);

    /** So many are kept, in one octet for the level and four for each hash. */
    static final int MOST = 256;

    private static final int MOST_LEVEL = 24;

    /** One in 2^level hashes is kept. */
    private final int level;

    /** Ascending; their lowest bit is 0. */
    private final int[] hashes;

    private CorrespondentSample(int level, int[] hashes) {
        this.level = level;
        this.hashes = hashes;
    }

    /** Whether nobody was crowded out. */
    public boolean isEmpty() {
        return hashes.length == 0;
    }

    /** Whether a correspondent with this hash would be here, were he crowded out. */
    public boolean samples(int hash) {
        return samples(hash, level);
    }

    private static boolean samples(int hash, int level) {
        // The lowest bit is no part of the hash.
        return (hash >>> 1 & (1 << level) - 1) == 0;
    }

    /** Whether this hash is here. */
    public boolean contains(int hash) {
        return Arrays.binarySearch(hashes, hash) >= 0;
    }

    /** After a correspondent was crowded out. */
    public CorrespondentSample plus(int hash) {
        int at = Arrays.binarySearch(hashes, hash);
        if (at >= 0 || !samples(hash)) {
            return this;
        }
        int place = -at - 1;
        int[] more = Arrays.copyOf(hashes, hashes.length + 1);
        System.arraycopy(hashes, place, more, place + 1, hashes.length - place);
        more[place] = hash;
        CorrespondentSample after = new CorrespondentSample(level, more);
        while (after.hashes.length > MOST && after.level < MOST_LEVEL) {
            after = after.halved();
        }
        return after;
    }

    private CorrespondentSample halved() {
        return new CorrespondentSample(
                level + 1,
                Arrays.stream(hashes).filter(hash -> samples(hash, level + 1)).toArray());
    }

    /** Never less than what {@link #write} takes, in octets. */
    public int atMost() {
        return 1 + 2 + hashes.length * Integer.BYTES;
    }

    /** Writes the sample. */
    public void write(BinaryStateWriter out) {
        out.number(level).number(hashes.length);
        for (int hash : hashes) {
            out.fixed32(hash);
        }
    }

    /** Reads {@link #write}'s output. */
    public static CorrespondentSample read(BinaryStateReader in) {
        int level = (int) Math.min(MOST_LEVEL, in.number());
        int[] hashes = new int[in.count()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = in.fixed32();
        }
        return new CorrespondentSample(level, hashes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CorrespondentSample that && level == that.level && Arrays.equals(hashes, that.hashes);
    }

    @Override
    public int hashCode() {
        return 31 * level + Arrays.hashCode(hashes);
    }
}
