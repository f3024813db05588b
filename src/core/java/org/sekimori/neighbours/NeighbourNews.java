package org.sekimori.neighbours;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.sekimori.mail.Account;

/**
 * What an account is told about a shared key: counts of other accounts, never their names. An entry of its own on the account's
 * line of the log.
 *
 * @param account who is told
 * @param key about what
 * @param time event time of the report that changed it
 * @param evidence when other accounts with strong evidence were last seen there, one for each, newest first, in hours since 1970;
 *     at most {@value #MOST_EVIDENCE}, of the last 14 days
 * @param harmless other accounts that were strangers there and stayed clean, 0 to {@value #MOST_HARMLESS}
 * @param crowded whether more accounts use it than are kept one by one
 * @param failedHour failed log-ins of all accounts in the last hour
 * @param failedDay in the last 24 hours
 * @param day the local day of the sums of the day, counted from 1970; 0 without sums
 * @param sentHour messages of all accounts in the last hour
 * @param sentDay of that day
 * @param recipientsHour recipients of the last hour
 * @param recipientsDay of that day
 */
public record NeighbourNews(
        Account account,
        SharedKey key,
        Instant time,
        List<Long> evidence,
        int harmless,
        boolean crowded,
        long failedHour,
        long failedDay,
        long day,
        long sentHour,
        long sentDay,
        long recipientsHour,
        long recipientsDay) {

    /** Most accounts with strong evidence that are told; more are as bad. */
    public static final int MOST_EVIDENCE = 8;

    /** Most harmless strangers that are told. */
    public static final int MOST_HARMLESS = 64;

    /** How long evidence and harmless strangers count. */
    public static final Duration KEPT = Duration.ofDays(14);

    public NeighbourNews {
        evidence = List.copyOf(evidence);
        if (evidence.size() > MOST_EVIDENCE || harmless < 0 || harmless > MOST_HARMLESS) {
            throw new IllegalArgumentException("more accounts than are told");
        }
        if (Math.min(Math.min(failedHour, failedDay), Math.min(sentHour, sentDay)) < 0
                || Math.min(recipientsHour, recipientsDay) < 0) {
            throw new IllegalArgumentException("news count from 0");
        }
    }

    /**
     * What matters of it, in 32 bits: counts in steps of an eighth, and exactly up to 8. News with the same fingerprint are not
     * worth telling. 0 only if there is nothing to tell.
     */
    public int fingerprint() {
        long sums = Coarse.step(sentDay) * 31L + Coarse.step(recipientsDay);
        sums = sums * 31 + Coarse.step(sentHour);
        sums = sums * 31 + Coarse.step(recipientsHour);
        sums = sums * 31 + Coarse.step(failedDay);
        sums = sums * 31 + Coarse.step(failedHour);
        boolean nothing = sums == 0 && evidence.isEmpty() && harmless == 0 && !crowded;
        if (nothing) {
            return 0;
        }
        long hash = SharedKey.spread(evidence.hashCode() * 31L + Coarse.step(harmless) * 2L + (crowded ? 1 : 0));
        hash = SharedKey.spread(hash + sums + (sentDay > 0 ? day : 0));
        int folded = (int) (hash >>> 32);
        return folded == 0 ? 1 : folded;
    }
}
