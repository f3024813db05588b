package org.sekimori.whole;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Days that do not end while a test runs, at whatever hour that is. */
final class Noon {

    private Noon() {}

    /** A time zone in which it is between noon and one o'clock now. */
    static ZoneOffset zone() {
        Instant now = Clock.systemUTC().instant();
        return ZoneOffset.ofHours(12 - now.atOffset(ZoneOffset.UTC).getHour());
    }
}
