package org.sekimori.web.my;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sekimori.archive.lookup.ArchiveUnavailableException;
import org.sekimori.archive.lookup.DecisionCriteria;
import org.sekimori.archive.lookup.DecisionPage;
import org.sekimori.archive.lookup.ElasticsearchDecisionRepository;
import org.sekimori.archive.lookup.LogDecisionRepository;
import org.sekimori.archive.lookup.LogIndexBehindException;
import org.sekimori.mail.Account;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/** What of an account's mail was refused lately: from the archive, or else from the log by its index. */
final class RefusalHistory {

    private static final Logger logger = LoggerFactory.getLogger(RefusalHistory.class);

    /** How far back customers see. */
    static final Duration SHOWN = Duration.ofDays(14);

    private static final int MOST = 10;
    private static final List<String> VERDICTS = List.of("reject", "defer");

    private final ObjectProvider<ElasticsearchDecisionRepository> archive;
    private final ObjectProvider<LogDecisionRepository> log;
    private final Clock clock;

    RefusalHistory(
            ObjectProvider<ElasticsearchDecisionRepository> archive,
            ObjectProvider<LogDecisionRepository> log,
            Clock clock) {
        this.archive = archive;
        this.log = log;
        this.clock = clock;
    }

    /**
     * The last refusals of an account, the newest first; at most {@value #MOST}.
     *
     * @return empty if they cannot be looked up at the moment
     */
    Optional<List<PastRefusal>> of(Account account) {
        Instant from = clock.instant().minus(SHOWN);
        List<PastRefusal> found = new ArrayList<>();
        for (String verdict : VERDICTS) {
            Optional<List<PastRefusal>> some = search(DecisionCriteria.of(account, verdict, from, MOST));
            if (some.isEmpty()) {
                return some;
            }
            found.addAll(some.get());
        }
        return Optional.of(found.stream()
                .sorted(Comparator.comparing(PastRefusal::time).reversed())
                .limit(MOST)
                .toList());
    }

    /**
     * One refusal of an account.
     *
     * @return empty if the account has none with this reference, or if that cannot be looked up at the moment
     */
    Optional<PastRefusal> find(Account account, String reference) {
        return of(account).orElse(List.of()).stream()
                .filter(refusal -> refusal.reference().equals(reference))
                .findFirst();
    }

    private Optional<List<PastRefusal>> search(DecisionCriteria criteria) {
        ElasticsearchDecisionRepository search = archive.getIfAvailable();
        if (search != null) {
            try {
                return Optional.of(refusals(search.search(criteria)));
            } catch (ArchiveUnavailableException e) {
                logger.warn("The archive could not say what was refused, the log is asked: {}", e.getMessage());
            }
        }
        LogDecisionRepository lookups = log.getIfAvailable();
        if (lookups == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(refusals(lookups.searchIndexed(criteria)));
        } catch (LogIndexBehindException | ArchiveUnavailableException e) {
            logger.warn("The log could not say what was refused: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static List<PastRefusal> refusals(DecisionPage page) {
        return page.decisions().stream()
                .filter(PastRefusal::told)
                .map(PastRefusal::of)
                .toList();
    }
}
