package org.sekimori.neighbours;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;

/**
 * What one account's step reports about a shared key.
 *
 * @param key the key
 * @param account whose
 * @param time event time
 * @param seen whether the account was seen there and wants to be told
 * @param evidence what is known of the account itself
 * @param failed failed log-ins, 0 or 1
 * @param messages accepted, 0 and up; only for keys whose sums are wanted
 * @param recipients of these
 * @param day the local day of the messages, counted from 1970; 0 if it is not known
 * @param knows {@link NeighbourNews#fingerprint} of what it was told last; 0 if it was told nothing
 */
public record NeighbourReport(
        SharedKey key,
        Account account,
        Instant time,
        boolean seen,
        Evidence evidence,
        int failed,
        long messages,
        long recipients,
        long day,
        int knows) {

    /** What is known of an account at a key. */
    public enum Evidence {
        /** Nothing new. */
        NONE,
        /** It is suspected gravely: a grave open case, or a confirmed one. */
        STRONG,
        /** The suspicion was taken back. */
        CLEARED,
        /** It was a stranger there and stayed clean for days. */
        HARMLESS,
        /** The account is no more. */
        GONE;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The word on the wire. */
        public String word() {
            return word;
        }

        /** The kind with this word; null if there is none. */
        public static @Nullable Evidence of(String word) {
            for (Evidence evidence : values()) {
                if (evidence.word.equals(word)) {
                    return evidence;
                }
            }
            return null;
        }
    }

    public NeighbourReport {
        if (failed < 0 || messages < 0 || recipients < 0) {
            throw new IllegalArgumentException("a report counts from 0");
        }
    }

    static NeighbourReport of(SharedKey key, Account account, Instant time, Evidence evidence) {
        return new NeighbourReport(key, account, time, false, evidence, 0, 0, 0, 0, 0);
    }

    /** A failed log-in from an address, under any name. */
    public static NeighbourReport failed(SharedKey address, Account account, Instant time) {
        return new NeighbourReport(address, account, time, false, Evidence.NONE, 1, 0, 0, 0, 0);
    }
}
