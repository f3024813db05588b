package org.sekimori.web.session;

import java.time.Duration;

/**
 * Limits of the sessions of one realm.
 *
 * @param idle without a request
 * @param absolute since the log-in
 * @param most sessions in all; beyond it the one that was idle for longest ends
 * @param mostEach sessions of one person, likewise
 */
public record SessionLimits(Duration idle, Duration absolute, int most, int mostEach) {

    public SessionLimits {
        if (idle.compareTo(absolute) > 0 || idle.isNegative() || idle.isZero() || mostEach < 1 || most < mostEach) {
            throw new IllegalArgumentException(
                    "a session must end by idleness before it ends by age, and there must be room for one");
        }
    }
}
