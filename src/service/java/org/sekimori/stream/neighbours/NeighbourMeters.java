package org.sekimori.stream.neighbours;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Meters of the neighbours' stream. They count work done: what is repeated after a crash counts again. */
final class NeighbourMeters {

    private final Counter reports;
    private final Counter news;
    private final Counter begunAnew;

    NeighbourMeters(MeterRegistry registry) {
        reports = Counter.builder("sekimori.neighbours.reports")
                .description("Reports that were counted at what accounts share")
                .register(registry);
        news = Counter.builder("sekimori.neighbours.news")
                .description("Changes that accounts were told of")
                .register(registry);
        begunAnew = Counter.builder("sekimori.neighbours.begun.anew")
                .description("Slots of counts that could not be read and were begun anew")
                .register(registry);
    }

    void counted(int told) {
        reports.increment();
        news.increment(told);
    }

    void begunAnew() {
        begunAnew.increment();
    }
}
