package org.sekimori.api;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.ArchiveAwayException;
import org.sekimori.archive.DecisionCriteria;
import org.sekimori.archive.DecisionPage;
import org.sekimori.archive.DecisionSearch;
import org.sekimori.archive.FoundDecision;
import org.sekimori.archive.IndexBehindException;
import org.sekimori.archive.LogLookups;
import org.sekimori.archive.LogSearch;
import org.sekimori.engine.Entry;
import org.sekimori.mail.Account;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Looks up what a report of a misjudged origin is about: on the log, in the archive, or not at all. */
@Component
class MisjudgedDecisions {

    private static final Logger logger = LoggerFactory.getLogger(MisjudgedDecisions.class);

    private final ObjectProvider<LogLookups> log;
    private final ObjectProvider<DecisionSearch> archive;

    MisjudgedDecisions(ObjectProvider<LogLookups> log, ObjectProvider<DecisionSearch> archive) {
        this.log = log;
        this.archive = archive;
    }

    /**
     * What is known of a report.
     *
     * @param located where the decision has the client; null if nothing can be looked up at the moment
     * @param reported whether the same was reported before
     */
    record Found(Entry.@Nullable Located located, boolean reported) {}

    /**
     * The decision that a report is about.
     *
     * @param country where the client really was, null if nobody says
     * @throws org.springframework.web.ErrorResponseException if there is none, it is about another account, or there is nothing that
     *     could have been misjudged
     */
    Found find(Account account, String reference, @Nullable String country) {
        LogLookups lookups = log.getIfAvailable();
        if (lookups != null) {
            try {
                Entry.Located located = located(lookups::quickly, account, reference, country);
                return new Found(located, lookups.look(open -> open.isReported(account, reference)));
            } catch (IndexBehindException | ArchiveAwayException e) {
                logger.warn("A decision could not be looked up on the log: {}", e.getMessage());
            }
        }
        DecisionSearch search = archive.getIfAvailable();
        if (search != null) {
            try {
                return new Found(located(search::search, account, reference, country), false);
            } catch (ArchiveAwayException e) {
                logger.warn("A decision could not be looked up in the archive: {}", e.getMessage());
            }
        }
        return new Found(null, false);
    }

    private static Entry.Located located(
            Function<DecisionCriteria, DecisionPage> reader,
            Account account,
            String reference,
            @Nullable String country) {
        List<FoundDecision> named = reader.apply(
                        DecisionCriteria.read(Map.of("reference", reference), Account.Naming.PLAIN))
                .decisions();
        if (named.isEmpty()) {
            throw Problems.missing(
                    "reference",
                    "no decision of the last " + LogSearch.KEPT.toDays() + " days is " + reference
                            + "; have the customer read it out again, nothing was recorded");
        }
        FoundDecision decision = named.stream()
                .filter(one -> one.account().equals(account.name()))
                .findFirst()
                .orElseThrow(() -> Problems.refused("the decision " + reference + " is not about " + account
                        + "; './sekimori why " + reference + "' says about whom, nothing was recorded"));
        FoundDecision.Place place = decision.origin();
        if (!place.kind().equals("country") && !place.kind().equals("unknown")
                || place.country() == null && place.network() == null) {
            throw Problems.refused("the decision " + reference + " did not locate its client by a database ("
                    + place.kind() + "), so nothing was misjudged and nothing was recorded");
        }
        if (country != null && country.equals(place.country())) {
            throw Problems.refused("the decision " + reference + " has the client in " + country
                    + ", as the report says; nothing was misjudged and nothing was recorded");
        }
        return new Entry.Located(place.country(), place.network());
    }
}
