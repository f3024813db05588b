package org.sekimori.api;

import java.util.List;
import org.sekimori.intake.http.Taken;

/**
 * What became of events.
 *
 * @param problems of the first refused lines, at most {@link Taken#MOST_PROBLEMS}
 */
record TakenView(int accepted, int refused, List<Problem> problems) {

    /** A line, from 1, and why it was refused. */
    record Problem(int line, String reason) {}

    static TakenView of(Taken taken) {
        return new TakenView(
                taken.accepted(),
                taken.refused(),
                taken.problems().stream()
                        .map(problem -> new Problem(problem.line(), problem.reason()))
                        .toList());
    }
}
