package org.sekimori.recount;

/** One account: the order of its attempts and the recount of what was decided about them. */
final class RecountedAccount {

    private static final int NOT_SEEN = -1;

    private final String name;
    private int partition = NOT_SEEN;
    private int attempts;
    private int lastDecided = NOT_SEEN;
    private RecountedCounters counters = RecountedCounters.ZERO;

    RecountedAccount(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** The place in the line for one more attempt, from 0. */
    int nextPlace() {
        return attempts++;
    }

    /** Whether all of the account so far is in this partition. */
    boolean staysIn(int here) {
        if (partition == NOT_SEEN) {
            partition = here;
        }
        return partition == here;
    }

    /** The latest place that a decision was about so far, -1 if there was none. */
    int lastDecided() {
        return lastDecided;
    }

    void decided(int place) {
        lastDecided = Math.max(place, lastDecided);
    }

    RecountedCounters counters() {
        return counters;
    }

    void counters(RecountedCounters now) {
        counters = now;
    }
}
