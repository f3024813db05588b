package org.sekimori.web.staff;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the console.
 *
 * @param idle a session ends after this time without a request, 1 min to 24 h
 * @param absolute and after this time in any case, up to 7 days
 */
@ConfigurationProperties("sekimori.console")
record ConsoleSettings(
        @DefaultValue("30m") Duration idle,
        @DefaultValue("12h") Duration absolute) {

    static final int MOST_SESSIONS = 1_000;
    static final int MOST_OF_ONE = 10;

    public ConsoleSettings {
        if (idle.toSeconds() < 60 || idle.toHours() > 24) {
            throw new IllegalArgumentException("sekimori.console.idle must be from 1m to 24h, not " + idle);
        }
        if (absolute.compareTo(idle) < 0 || absolute.toDays() > 7) {
            throw new IllegalArgumentException(
                    "sekimori.console.absolute must be at least sekimori.console.idle and at most 7d, not " + absolute);
        }
    }
}
