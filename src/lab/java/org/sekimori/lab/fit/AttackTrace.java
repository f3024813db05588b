package org.sekimori.lab.fit;

import org.sekimori.lab.evaluation.AttackTempo;

/**
 * The attempts on an account from the first hostile one to a day after the last, in their order.
 *
 * @param attackClass such as {@code botnet}
 * @param vectors numbers of their evidence
 * @param marks what is known of each: a sum of {@link #HOSTILE}, {@link #PASSED} and {@link #FLAGGED}
 */
record AttackTrace(String attackClass, AttackTempo tempo, int[] vectors, byte[] marks) {

    /** By the thief, not by the owner. */
    static final byte HOSTILE = 1;

    /** Neither refused nor held by a rule that weighs no evidence. */
    static final byte PASSED = 2;

    /** Flagged by a rule that weighs no evidence. */
    static final byte FLAGGED = 4;

    /** Attempts kept of one attack: after so many, how soon it is flagged no longer matters. */
    static final int MOST = 2_000;

    boolean hostile(int attempt) {
        return (marks[attempt] & HOSTILE) != 0;
    }

    boolean passed(int attempt) {
        return (marks[attempt] & PASSED) != 0;
    }

    boolean flagged(int attempt) {
        return (marks[attempt] & FLAGGED) != 0;
    }
}
