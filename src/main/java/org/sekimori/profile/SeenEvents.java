package org.sekimori.profile;

import java.util.Arrays;
import org.sekimori.mail.MailEvent;

/**
 * The ids of the last 64 events whose repetition would count twice, as hashes: bounces, complaints, failed log-ins, the
 * imported past, and outcomes that name no submission. Others need no memory here: what is decided upon is remembered with its
 * answer, an outcome finds its submission confirmed or given back already, and a log-in or a change of password only sets what
 * is set. One of 2<sup>26</sup> new events is taken for a repetition.
 */
final class SeenEvents {

    static final SeenEvents NONE = new SeenEvents(new int[0]);

    private static final int MOST = 64;

    /** Oldest first. */
    private final int[] hashes;

    private SeenEvents(int[] hashes) {
        this.hashes = hashes;
    }

    /** Whether a repetition of this event, which is no attempt, would count twice. */
    static boolean concern(MailEvent event) {
        return switch (event.kind()) {
            case BOUNCED, COMPLAINT, AUTH_FAILED -> true;
            case ACCEPTED -> Reservations.key(event) == 0;
            default -> false;
        };
    }

    boolean contains(String id) {
        int hash = Hash.of(id);
        for (int seen : hashes) {
            if (seen == hash) {
                return true;
            }
        }
        return false;
    }

    SeenEvents plus(String id) {
        int from = hashes.length == MOST ? 1 : 0;
        int[] changed = Arrays.copyOfRange(hashes, from, hashes.length + 1);
        changed[changed.length - 1] = Hash.of(id);
        return new SeenEvents(changed);
    }

    /** Without all but the last ones. */
    SeenEvents newest(int most) {
        return new SeenEvents(Arrays.copyOfRange(hashes, Math.max(0, hashes.length - most), hashes.length));
    }

    void write(PackedWriter out) {
        out.number(hashes.length);
        for (int hash : hashes) {
            out.bits(hash);
        }
    }

    static SeenEvents read(PackedReader in) {
        int[] hashes = new int[in.count()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = in.bits();
        }
        return new SeenEvents(hashes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeenEvents s && Arrays.equals(hashes, s.hashes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }
}
