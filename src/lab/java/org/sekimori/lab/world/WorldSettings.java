package org.sekimori.lab.world;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Size and time of a world. All live in one provider whose home is {@link #HOME}.
 *
 * @param accounts number of accounts, from 1
 * @param start the first day
 * @param days number of local days, more than {@code warmUpDays}
 * @param warmUpDays days at the beginning in which habits form and nobody is attacked; they are not scored
 */
public record WorldSettings(int accounts, LocalDate start, int days, int warmUpDays) {

    /** The country where the provider's customers live. */
    public static final String HOME = "JP";

    /** The provider's time zone. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");

    /** Local part and domain of customers: {@code u00042@isp.example}. */
    public static final String DOMAIN = "isp.example";

    /**
     * Domain of bulk senders that registered with the provider, who lifts their send limits, as operators are told to. A bulk
     * sender that nobody told the provider about is in {@link #DOMAIN} like everybody else.
     */
    public static final String BULK_DOMAIN = "bulk.isp.example";

    public WorldSettings {
        if (start.getYear() < 1971 || start.getYear() > 9000) {
            throw new IllegalArgumentException("the first day must be from 1971 to 9000, not " + start);
        }
        if (accounts < 1 || accounts > 10_000_000) {
            throw new IllegalArgumentException("accounts must be from 1 to 10,000,000, not " + accounts);
        }
        if (warmUpDays < 0 || days <= warmUpDays || days > 3660) {
            throw new IllegalArgumentException(
                    "days must be from 1 to 3,660 and more than the " + warmUpDays + " days of warm-up, not " + days);
        }
    }

    /** When a day begins. Day 0 is the first; the day after the last gives the end. */
    public Instant startOfDay(int day) {
        return start.plusDays(day).atStartOfDay(ZONE).toInstant();
    }

    /** When scoring begins. */
    public Instant scoredFrom() {
        return startOfDay(warmUpDays);
    }

    /** When everything ends. */
    public Instant end() {
        return startOfDay(days);
    }

    /** How many days are scored. */
    public int scoredDays() {
        return days - warmUpDays;
    }
}
