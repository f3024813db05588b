package org.sekimori.recount;

/** The ways in which the log can contradict itself. */
public enum LogInconsistency {
    UNREADABLE("values that are no event or no decision"),
    MISPLACED("events outside the key or partition of their account"),
    MISSING("attempts without a decision"),
    DOUBLED("decisions beyond the first for an attempt"),
    UNFOUNDED("decisions without an attempt that could be decided"),
    OUT_OF_ORDER("decisions in another order than their attempts"),
    COUNTERS("decisions whose counters are not the recount"),
    VERDICT("decisions with another verdict than expected"),
    ANSWER("answers from the log that differ from the decision");

    private final String description;

    LogInconsistency(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }
}
