package org.sekimori.web.search;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.archive.FoundDecision;
import org.sekimori.archive.lookup.ArchiveUnavailableException;
import org.sekimori.archive.lookup.DecisionCriteria;
import org.sekimori.archive.lookup.DecisionPage;
import org.sekimori.archive.lookup.ElasticsearchDecisionRepository;
import org.sekimori.archive.lookup.InvalidCriterionException;
import org.sekimori.archive.lookup.LogDecisionRepository;
import org.sekimori.archive.lookup.LogIndexBehindException;
import org.sekimori.mail.Account;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Looks decisions up for pages: in the archive, or by the log's index if there is none or it does not answer. */
@Component
public final class DecisionLookup {

    private static final Logger logger = LoggerFactory.getLogger(DecisionLookup.class);

    private final ObjectProvider<ElasticsearchDecisionRepository> archive;
    private final ObjectProvider<LogDecisionRepository> log;
    private final Account.LoginNormalizer naming;

    DecisionLookup(
            ObjectProvider<ElasticsearchDecisionRepository> archive,
            ObjectProvider<LogDecisionRepository> log,
            Account.LoginNormalizer naming) {
        this.archive = archive;
        this.log = log;
        this.naming = naming;
    }

    /**
     * What was found, or why nothing can be looked up.
     *
     * @param decisions newest first
     * @param next cursor of the next page; null on the last one
     * @param source {@code archive} or {@code log}
     * @param behind records of the log that the archive has not stored yet
     * @param problem key of a message about what cannot be looked up now; null if the answer is whole
     * @param detail the problem in a sentence for the operator; empty without one
     */
    public record LookupResult(
            List<FoundDecision> decisions,
            @Nullable String next,
            String source,
            long behind,
            @Nullable String problem,
            String detail) {

        public LookupResult {
            decisions = List.copyOf(decisions);
        }

        static LookupResult of(DecisionPage page, String source) {
            return new LookupResult(page.decisions(), page.next(), source, page.behind(), null, "");
        }

        static LookupResult nothing(String problem, @Nullable String detail) {
            return new LookupResult(List.of(), null, "log", 0, problem, detail == null ? "" : detail);
        }
    }

    /** Whether there is an archive. */
    public boolean archived() {
        return archive.getIfAvailable() != null;
    }

    /**
     * The decisions that meet criteria.
     *
     * @param named values by name, see {@link DecisionCriteria#NAMES}
     * @throws org.springframework.web.ErrorResponseException naming the criterion that is not as it should be
     */
    public LookupResult find(Map<String, String> named) {
        return find(criteria(named));
    }

    /** Reads criteria; a fault becomes the page of a failure. */
    public DecisionCriteria criteria(Map<String, String> named) {
        try {
            return DecisionCriteria.parse(named, naming);
        } catch (InvalidCriterionException e) {
            throw ApiProblems.field(e.field(), e.problem());
        }
    }

    /** The same with as many decisions as a page can have. */
    DecisionCriteria most(DecisionCriteria criteria) {
        return criteria.page(DecisionCriteria.MAX_LIMIT, null);
    }

    /** The page after a cursor. */
    DecisionCriteria after(DecisionCriteria criteria, String cursor) {
        return criteria.page(
                criteria.limit(), this.criteria(Map.of("cursor", cursor)).after());
    }

    LookupResult find(DecisionCriteria criteria) {
        return find(criteria, null, null);
    }

    /**
     * The same of an autonomous system, or of a domain of senders, which only the archive knows.
     *
     * @param asNumber of the client's address; null: of all
     * @param senderDomain of the envelope sender, in lower case; null: of all
     */
    public LookupResult find(DecisionCriteria criteria, @Nullable Long asNumber, @Nullable String senderDomain) {
        @Nullable ElasticsearchDecisionRepository search = archive.getIfAvailable();
        boolean onLog = criteria.named() && asNumber == null && senderDomain == null;
        if (search != null) {
            try {
                return LookupResult.of(search.search(criteria, asNumber, senderDomain), search.source());
            } catch (ArchiveUnavailableException e) {
                logger.warn("A look-up in the archive failed: {}", e.getMessage());
                if (!onLog) {
                    return LookupResult.nothing("lookup.archive-away", e.getMessage());
                }
            }
        }
        if (!onLog) {
            return LookupResult.nothing("lookup.no-archive", "");
        }
        @Nullable LogDecisionRepository lookups = log.getIfAvailable();
        return lookups == null
                ? LookupResult.nothing("lookup.no-archive", "")
                : onLog(lookups, found -> LookupResult.of(found.searchIndexed(criteria), found.source()));
    }

    private static LookupResult onLog(
            LogDecisionRepository lookups, Function<LogDecisionRepository, LookupResult> question) {
        try {
            return question.apply(lookups);
        } catch (InvalidCriterionException e) {
            throw ApiProblems.field(e.field(), e.problem());
        } catch (LogIndexBehindException e) {
            return LookupResult.nothing("lookup.index-behind", e.getMessage());
        } catch (ArchiveUnavailableException e) {
            logger.warn("A look-up on the log failed: {}", e.getMessage());
            return LookupResult.nothing("lookup.log-away", e.getMessage());
        }
    }

    /** Asks the archive; null without one. */
    <T> @Nullable T inArchive(Function<ElasticsearchDecisionRepository, T> question) {
        @Nullable ElasticsearchDecisionRepository search = archive.getIfAvailable();
        return search == null ? null : question.apply(search);
    }
}
