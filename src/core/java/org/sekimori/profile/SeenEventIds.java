package org.sekimori.profile;

import java.util.Arrays;
import org.sekimori.mail.MailEvent;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StableHash;

/**
 * Hashed ids of the last 64 events whose repetition would count twice: bounces, complaints, failed log-ins, the imported past,
 * and outcomes without ids of a submission. Other events need none: a decision is remembered with its answer, an outcome finds
 * its submission settled, and a log-in or a change of password is idempotent. One of 2<sup>26</sup> new events is mistaken for a
 * repetition.
 */
final class SeenEventIds {

    static final SeenEventIds NONE = new SeenEventIds(new int[0]);

    private static final int MOST = 64;

    /** Oldest first. */
    private final int[] hashes;

    private SeenEventIds(int[] hashes) {
        this.hashes = hashes;
    }

    /** Whether a repetition of this event, other than an attempt, would count twice. */
    static boolean concern(MailEvent event) {
        return switch (event.kind()) {
            case BOUNCED, COMPLAINT, AUTH_FAILED -> true;
            case ACCEPTED -> RecentSubmissions.key(event) == 0;
            default -> false;
        };
    }

    boolean contains(String id) {
        int hash = StableHash.of(id);
        for (int seen : hashes) {
            if (seen == hash) {
                return true;
            }
        }
        return false;
    }

    SeenEventIds plus(String id) {
        int from = hashes.length == MOST ? 1 : 0;
        int[] changed = Arrays.copyOfRange(hashes, from, hashes.length + 1);
        changed[changed.length - 1] = StableHash.of(id);
        return new SeenEventIds(changed);
    }

    /** Without all but the last ones. */
    SeenEventIds newest(int most) {
        return new SeenEventIds(Arrays.copyOfRange(hashes, Math.max(0, hashes.length - most), hashes.length));
    }

    /** Never less than what {@link #write} takes, in octets. */
    int atMost() {
        return 1 + hashes.length * Integer.BYTES;
    }

    void write(BinaryStateWriter out) {
        out.number(hashes.length);
        for (int hash : hashes) {
            out.fixed32(hash);
        }
    }

    static SeenEventIds read(BinaryStateReader in) {
        int[] hashes = new int[in.count()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = in.fixed32();
        }
        return new SeenEventIds(hashes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeenEventIds s && Arrays.equals(hashes, s.hashes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }
}
