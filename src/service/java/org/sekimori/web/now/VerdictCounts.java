package org.sekimori.web.now;

import java.util.List;

/** Numbers of decisions by verdict, in this order. */
record VerdictCounts(long accept, long quarantine, long defer, long reject) {

    static final VerdictCounts NONE = new VerdictCounts(0, 0, 0, 0);
    static final List<String> WORDS = List.of("accept", "quarantine", "defer", "reject");

    VerdictCounts plus(String verdict) {
        return switch (verdict) {
            case "accept" -> new VerdictCounts(accept + 1, quarantine, defer, reject);
            case "quarantine" -> new VerdictCounts(accept, quarantine + 1, defer, reject);
            case "defer" -> new VerdictCounts(accept, quarantine, defer + 1, reject);
            case "reject" -> new VerdictCounts(accept, quarantine, defer, reject + 1);
            default -> this;
        };
    }

    VerdictCounts plus(VerdictCounts other) {
        return new VerdictCounts(
                accept + other.accept, quarantine + other.quarantine, defer + other.defer, reject + other.reject);
    }

    public long sum() {
        return accept + quarantine + defer + reject;
    }

    /** Those that did not simply pass. */
    public long stopped() {
        return quarantine + defer + reject;
    }
}
