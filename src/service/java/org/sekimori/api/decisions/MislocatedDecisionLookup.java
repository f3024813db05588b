package org.sekimori.api.decisions;

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
import org.sekimori.archive.lookup.LogDecisionRepository;
import org.sekimori.archive.lookup.LogIndexBehindException;
import org.sekimori.archive.lookup.LogScanSearch;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Looks up the decision of a mislocation report, on the log or in the archive. */
@Component
public class MislocatedDecisionLookup {

    private static final Logger logger = LoggerFactory.getLogger(MislocatedDecisionLookup.class);

    private final ObjectProvider<LogDecisionRepository> log;
    private final ObjectProvider<ElasticsearchDecisionRepository> archive;

    MislocatedDecisionLookup(
            ObjectProvider<LogDecisionRepository> log, ObjectProvider<ElasticsearchDecisionRepository> archive) {
        this.log = log;
        this.archive = archive;
    }

    /**
     * The decision's location.
     *
     * @param located the client's location in the decision; null if no lookup is possible at the moment
     * @param reported whether the same was reported before
     */
    record Found(LogEntry.@Nullable LocatedOrigin located, boolean reported) {}

    /**
     * Looks up the decision of a report.
     *
     * @param country the client's real country; null if unknown
     * @throws org.springframework.web.ErrorResponseException if there is none, it belongs to another account, or it has no
     *     location
     */
    Found find(Account account, String reference, @Nullable String country) {
        LogDecisionRepository lookups = log.getIfAvailable();
        if (lookups != null) {
            try {
                LogEntry.LocatedOrigin located = located(lookups::searchIndexed, account, reference, country);
                return new Found(located, lookups.withIndex(open -> open.isReported(account, reference)));
            } catch (LogIndexBehindException | ArchiveUnavailableException e) {
                logger.warn("A decision could not be looked up on the log: {}", e.getMessage());
            }
        }
        ElasticsearchDecisionRepository search = archive.getIfAvailable();
        if (search != null) {
            try {
                return new Found(located(search::search, account, reference, country), false);
            } catch (ArchiveUnavailableException e) {
                logger.warn("A decision could not be looked up in the archive: {}", e.getMessage());
            }
        }
        return new Found(null, false);
    }

    private static LogEntry.LocatedOrigin located(
            Function<DecisionCriteria, DecisionPage> reader,
            Account account,
            String reference,
            @Nullable String country) {
        List<FoundDecision> named = reader.apply(
                        DecisionCriteria.parse(Map.of("reference", reference), Account.LoginNormalizer.PLAIN))
                .decisions();
        if (named.isEmpty()) {
            throw ApiProblems.missing(
                    "reference",
                    "no decision of the last " + LogScanSearch.KEPT.toDays() + " days is " + reference
                            + "; have the customer read it out again, nothing was recorded");
        }
        FoundDecision decision = named.stream()
                .filter(one -> one.account().equals(account.name()))
                .findFirst()
                .orElseThrow(() -> ApiProblems.refused("the decision " + reference + " is not about " + account
                        + "; './sekimori why " + reference + "' says about whom, nothing was recorded"));
        FoundDecision.ClientOrigin place = decision.origin();
        if (!place.kind().equals("country") && !place.kind().equals("unknown")
                || place.country() == null && place.network() == null) {
            throw ApiProblems.refused("the decision " + reference + " did not locate its client by a database ("
                    + place.kind() + "), so nothing was misjudged and nothing was recorded");
        }
        if (country != null && country.equals(place.country())) {
            throw ApiProblems.refused("the decision " + reference + " has the client in " + country
                    + ", as the report says; nothing was misjudged and nothing was recorded");
        }
        return new LogEntry.LocatedOrigin(place.country(), place.network());
    }
}
