package org.sekimori.endtoend;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Days that do not end while a test runs, at whatever hour that is. */
public final class StableDates {

    private StableDates() {}

    /** A time zone in which it is between noon and one o'clock now. */
    public static ZoneOffset zone() {
        Instant now = Clock.systemUTC().instant();
        return ZoneOffset.ofHours(12 - now.atOffset(ZoneOffset.UTC).getHour());
    }
}
