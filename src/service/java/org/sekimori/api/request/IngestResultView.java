package org.sekimori.api.request;

import java.util.List;
import org.sekimori.intake.http.IngestResult;

/**
 * Result of an event batch.
 *
 * @param problems of the first refused lines, at most {@link IngestResult#MOST_PROBLEMS}
 */
public record IngestResultView(int accepted, int refused, List<Problem> problems) {

    /** A line, from 1, and why it was refused. */
    record Problem(int line, String reason) {}

    public static IngestResultView of(IngestResult taken) {
        return new IngestResultView(
                taken.accepted(),
                taken.refused(),
                taken.problems().stream()
                        .map(problem -> new Problem(problem.line(), problem.reason()))
                        .toList());
    }
}
