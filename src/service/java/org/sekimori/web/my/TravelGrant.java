package org.sekimori.web.my;

import org.sekimori.grants.Grant;

/**
 * A grant as a customer reads it.
 *
 * @param id for the forms
 * @param state {@code on}, {@code later}, {@code ended} or {@code stopped}
 * @param countries their names; empty: all
 * @param extendable whether extending it moves its end by an hour or more
 */
record TravelGrant(String id, String state, String countries, MomentText from, MomentText until, boolean extendable) {

    static String state(Grant grant, java.time.Instant now) {
        if (grant.revoked()) {
            return "stopped";
        }
        if (grant.ended(now)) {
            return "ended";
        }
        return grant.active(now) ? "on" : "later";
    }
}
