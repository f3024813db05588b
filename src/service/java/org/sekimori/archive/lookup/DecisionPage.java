package org.sekimori.archive.lookup;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.ArchiveIndexer;
import org.sekimori.archive.FoundDecision;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Decisions that were looked up, and how far to believe that there are no others: what the archive does not have yet is not found.
 *
 * @param decisions newest first
 * @param next cursor of the next page, null if this is the last one
 * @param behind records of the log that this instance has not stored yet; 0 if the log itself was searched
 * @param lagSeconds age of the oldest of them that is being stored
 * @param problem what keeps the archive from storing, null if nothing does
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DecisionPage(
        List<FoundDecision> decisions,
        @Nullable String next,
        long behind,
        long lagSeconds,
        @Nullable String problem) {

    public DecisionPage {
        decisions = List.copyOf(decisions);
    }

    /**
     * A page of at most so many.
     *
     * @param found newest first; one more than the limit if there are more
     */
    static DecisionPage of(List<FoundDecision> found, int limit, ArchiveIndexer.Status condition) {
        List<FoundDecision> shown = found.subList(0, Math.min(limit, found.size()));
        return new DecisionPage(
                shown,
                found.size() > limit ? DecisionCursor.of(shown.get(limit - 1)).text() : null,
                condition.behind(),
                condition.lag().toSeconds(),
                condition.problem().isEmpty() ? null : condition.problem());
    }
}
