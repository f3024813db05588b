package org.sekimori.api.decisions;

import java.util.List;
import org.sekimori.intake.http.IngestResult;

/**
 * Result of an event batch.
 *
 * @param problems of the first refused lines, at most {@link IngestResult#MOST_PROBLEMS}
 */
record IngestResultView(int accepted, int refused, List<Problem> problems) {

    /** A line, from 1, and why it was refused. */
    record Problem(int line, String reason) {}

    static IngestResultView of(IngestResult result) {
        return new IngestResultView(
                result.accepted(),
                result.refused(),
                result.problems().stream()
                        .map(problem -> new Problem(problem.line(), problem.reason()))
                        .toList());
    }
}
