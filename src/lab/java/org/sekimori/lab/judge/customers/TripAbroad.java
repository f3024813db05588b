package org.sekimori.lab.judge.customers;

import java.util.List;

/**
 * A stay abroad.
 *
 * @param index number of the trip
 * @param from beginning
 * @param until end
 * @param countries one or two, in order
 * @param manner the owner's use of grants
 */
public record TripAbroad(int index, long from, long until, List<String> countries, GrantTiming manner) {

    /** When a grant is opened. */
    public enum GrantTiming {
        BEFORE,
        AFTER_REFUSAL,
        NEVER
    }

    boolean covers(long time) {
        return time >= from && time < until;
    }

    /** Where the owner is at a time of the trip. */
    String country(long time) {
        int part = (int) ((time - from) * countries.size() / (until - from));
        return countries.get(part);
    }
}
