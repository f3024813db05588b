package org.sekimori.profile;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StableHash;
import org.sekimori.profile.statistics.CorrespondentSample;

/**
 * The last 160 different recipients of an account, as hashes of their keyed hashes. New recipients can be recognised once
 * {@value #WARM} are known; real senders have 4 to 11 % new recipients after ten known ones.
 *
 * <p>The first two characters of a keyed hash identify its key. When they change, the key was rotated, nothing can be compared
 * any more, and the set restarts.
 *
 * <p>One bit of each marks known correspondents of the owner, see {@link FamiliarityCredit}. Two recipients share one of
 * 2<sup>31</sup> hashes with a chance below 8 in 10<sup>8</sup> for each look-up.
 */
final class KnownRecipients {

    static final KnownRecipients NONE = new KnownRecipients("", new int[0]);

    /** Fewer known recipients than this say nothing about who is new. */
    static final int WARM = 10;

    private static final int MOST = 160;
    private static final int KEY_NAME = 2;
    private static final int FEW = 8;

    /** The lowest bit of a kept hash; 0 in a hash that is looked up. */
    private static final int VOUCHED = 1;

    private final String key;

    /** In order of the last message, latest at the end; each with {@link #VOUCHED} or without. */
    private final int[] hashes;

    private KnownRecipients(String key, int[] hashes) {
        this.key = key;
        this.hashes = hashes;
    }

    /**
     * How many of these recipients are new. Of those who are not among the last, the ones that the sample speaks of stand for all.
     *
     * @param distinct see {@link #distinct}
     * @param older correspondents whom the last ones have crowded out
     * @return the number of new ones, each counted once; -1 if it cannot be said
     */
    int fresh(List<String> recipients, int[] distinct, CorrespondentSample older) {
        if (hashes.length < WARM || recipients.isEmpty() || !key.equals(keyName(recipients))) {
            return -1;
        }
        int absent = 0;
        int fresh = 0;
        int compared = 0;
        int[] sorted = sorted(hashes, distinct.length);
        for (int hash : distinct) {
            if (find(sorted, hash, distinct.length) < 0) {
                absent++;
                if (older.samples(hash)) {
                    compared++;
                    fresh += older.contains(hash) ? 0 : 1;
                }
            }
        }
        if (absent == compared) {
            return fresh;
        }
        return compared == 0 ? -1 : (int) Math.round((double) absent * fresh / compared);
    }

    /**
     * Number of known correspondents among these recipients; unlike {@link #fresh} defined for the first ones, too.
     *
     * @param distinct see {@link #distinct}
     * @param older correspondents whom the last ones have crowded out
     */
    int vouched(List<String> recipients, int[] distinct, CorrespondentSample older) {
        if (hashes.length == 0 || recipients.isEmpty() || !key.equals(keyName(recipients))) {
            return 0;
        }
        int vouched = 0;
        int others = 0;
        int sampled = 0;
        int compared = 0;
        int[] sorted = sorted(hashes, distinct.length);
        for (int hash : distinct) {
            int at = find(sorted, hash, distinct.length);
            if (at >= 0 && (sorted[at] & VOUCHED) != 0) {
                vouched++;
            } else {
                others++;
                compared += older.samples(hash) ? 1 : 0;
                sampled += older.contains(hash) ? 1 : 0;
            }
        }
        return compared == 0 ? vouched : vouched + (int) Math.round((double) others * sampled / compared);
    }

    /** Whether no recipient is known at all. */
    boolean isEmpty() {
        return hashes.length == 0;
    }

    /** A few look-ups are quicker without sorting first. */
    private static int[] sorted(int[] values, int lookUps) {
        if (lookUps <= FEW) {
            return values;
        }
        int[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Index of a hash, with its bit or without; negative without one. */
    private static int find(int[] values, int hash, int lookUps) {
        if (lookUps > FEW) {
            int at = Arrays.binarySearch(values, hash);
            // With its bit it is the next number.
            int next = at >= 0 ? at : -at - 1;
            return next < values.length && (values[next] & ~VOUCHED) == hash ? next : -1;
        }
        for (int i = 0; i < values.length; i++) {
            if ((values[i] & ~VOUCHED) == hash) {
                return i;
            }
        }
        return -1;
    }

    /**
     * After an accepted submission to these recipients.
     *
     * @param added see {@link #distinct}
     * @param vouched whether the owner is known to have sent it; who is known to be written to stays so
     * @param crowdedOut receives the hashes of the owner's correspondents who are no longer among the last
     */
    KnownRecipients plus(List<String> recipients, int[] added, boolean vouched, IntConsumer crowdedOut) {
        if (recipients.isEmpty()) {
            return this;
        }
        String newKey = keyName(recipients);
        int[] old = newKey.equals(key) ? hashes : new int[0];
        int[] sorted = sorted(added, added.length);
        int[] all = new int[old.length + added.length];
        int[] marked = added.clone();
        int size = 0;
        for (int hash : old) {
            int at = find(sorted, hash & ~VOUCHED, added.length);
            if (at < 0) {
                all[size++] = hash;
            } else if ((hash & VOUCHED) != 0) {
                mark(marked, hash);
            }
        }
        for (int hash : marked) {
            all[size++] = vouched ? hash | VOUCHED : hash;
        }
        for (int i = 0; i < size - MOST; i++) {
            if ((all[i] & VOUCHED) != 0) {
                crowdedOut.accept(all[i] & ~VOUCHED);
            }
        }
        return new KnownRecipients(newKey, Arrays.copyOfRange(all, Math.max(0, size - MOST), size));
    }

    /** Whether these recipients are hidden by another key than those that are remembered. */
    boolean otherKey(List<String> recipients) {
        return hashes.length > 0 && !recipients.isEmpty() && !key.equals(keyName(recipients));
    }

    private static void mark(int[] values, int marked) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == (marked & ~VOUCHED)) {
                values[i] = marked;
            }
        }
    }

    /** Without all but the last ones. */
    KnownRecipients newest(int most) {
        return new KnownRecipients(key, Arrays.copyOfRange(hashes, Math.max(0, hashes.length - most), hashes.length));
    }

    /** The recipients that a thread hashed last: a decision asks for the same ones several times. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
    private record Distinct(List<String> recipients, int[] hashes) {}

    private static final ThreadLocal<Distinct> LAST = new ThreadLocal<>();

    /**
     * The hash of each recipient once, in their order.
     *
     * @param recipients a list that does not change, as of {@link org.sekimori.mail.MailEvent#recipients}
     * @return not to be changed
     */
    static int[] distinct(List<String> recipients) {
        Distinct last = LAST.get();
        if (last == null || last.recipients != recipients) {
            last = new Distinct(recipients, hashed(recipients));
            LAST.set(last);
        }
        return last.hashes;
    }

    private static int[] hashed(List<String> recipients) {
        if (recipients.size() > FEW) {
            return recipients.stream()
                    .mapToInt(one -> StableHash.of(one) & ~VOUCHED)
                    .distinct()
                    .toArray();
        }
        int[] distinct = new int[recipients.size()];
        int size = 0;
        for (String recipient : recipients) {
            int hash = StableHash.of(recipient) & ~VOUCHED;
            boolean known = false;
            for (int i = 0; i < size; i++) {
                known |= distinct[i] == hash;
            }
            if (!known) {
                distinct[size++] = hash;
            }
        }
        return size == distinct.length ? distinct : Arrays.copyOf(distinct, size);
    }

    private static String keyName(List<String> recipients) {
        String first = recipients.get(0);
        return first.substring(0, Math.min(KEY_NAME, first.length()));
    }

    /** Never less than what {@link #write} takes, in octets: two characters of the key, and the hashes. */
    int atMost() {
        return 2 + 1 + 2 * 3 + hashes.length * Integer.BYTES;
    }

    void write(BinaryStateWriter out) {
        out.number(hashes.length);
        if (hashes.length > 0) {
            out.text(key);
            for (int hash : hashes) {
                out.fixed32(hash);
            }
        }
    }

    /** Decodes {@link #write}'s output; of format 4 and before, every recipient counts as written to by the owner. */
    static KnownRecipients read(BinaryStateReader in, int format) {
        int[] hashes = new int[in.count()];
        if (hashes.length == 0) {
            return NONE;
        }
        String key = in.text();
        for (int i = 0; i < hashes.length; i++) {
            int hash = in.fixed32();
            hashes[i] = format < Profile.MARKED_FORMAT ? hash | VOUCHED : hash;
        }
        return new KnownRecipients(key, hashes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KnownRecipients k && key.equals(k.key) && Arrays.equals(hashes, k.hashes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }
}
