package org.sekimori.web.search;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.lookup.ArchiveUnavailableException;
import org.sekimori.archive.lookup.DecisionCriteria;
import org.sekimori.archive.lookup.DecisionTally;
import org.sekimori.archive.lookup.TallyField;
import org.sekimori.archive.lookup.TallyQuestion;
import org.sekimori.web.search.DecisionLookup.LookupResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts decisions for pages: in the archive, or those that the log's index finds. */
@Component
public final class DecisionTallies {

    private static final Logger logger = LoggerFactory.getLogger(DecisionTallies.class);

    private final DecisionLookup lookup;

    DecisionTallies(DecisionLookup lookup) {
        this.lookup = lookup;
    }

    /**
     * What was counted, or why nothing can be.
     *
     * @param tally null with a problem
     * @param problem key of a message; null without one
     * @param partial whether only the newest {@value DecisionCriteria#MAX_LIMIT} were counted
     */
    public record Counts(
            @Nullable DecisionTally tally, @Nullable String problem, String detail, boolean partial) {}

    /** Decisions of an autonomous system, or of a domain of senders, by a field. */
    public Counts ofOrigin(
            @Nullable Long asNumber,
            @Nullable String senderDomain,
            TallyField by,
            Instant from,
            Instant until,
            int most) {
        SearchWords words = new SearchWords(java.util.Map.of(), asNumber, senderDomain);
        return count(words, lookup.criteria(java.util.Map.of()).between(from, until), by, most);
    }

    /** Decisions that meet a criterion, by a field. */
    public Counts of(String criterion, String value, TallyField by, Instant from, Instant until, int most) {
        SearchWords words = new SearchWords(java.util.Map.of(criterion, value), null, null);
        return count(words, lookup.criteria(words.criteria()).between(from, until), by, most);
    }

    Counts count(SearchWords words, DecisionCriteria criteria, TallyField by, int most) {
        if (criteria.from() == null) {
            return new Counts(null, "search.not-counted", "", false);
        }
        TallyQuestion asked = new TallyQuestion(criteria, words.asNumber(), words.senderDomain(), by, most);
        try {
            @Nullable DecisionTally tally = lookup.inArchive(archive -> archive.tally(asked));
            if (tally != null) {
                return new Counts(tally, null, "", false);
            }
        } catch (ArchiveUnavailableException e) {
            logger.warn("Decisions could not be counted: {}", e.getMessage());
            return new Counts(null, "lookup.archive-away", String.valueOf(e.getMessage()), false);
        }
        if (words.asNumber() != null || words.senderDomain() != null) {
            return new Counts(null, "lookup.no-archive", "", false);
        }
        LookupResult found = lookup.find(lookup.most(criteria));
        return found.problem() != null
                ? new Counts(null, Objects.requireNonNull(found.problem()), found.detail(), false)
                : new Counts(DecisionTally.of(List.copyOf(found.decisions()), asked), null, "", found.next() != null);
    }
}
