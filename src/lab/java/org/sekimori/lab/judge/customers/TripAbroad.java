package org.sekimori.lab.judge.customers;

import java.util.List;

/**
 * A stay abroad.
 *
 * @param index which trip of the account
 * @param from when it begins
 * @param until when it ends
 * @param countries one or two, in the order of the visit
 * @param manner what the owner does about grants
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
