package org.sekimori.web.my;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sekimori.archive.FoundDecision;
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

    private final List<Source> sources;
    private final Clock clock;

    /** Something that can be asked for decisions. */
    interface Source {

        /** The first page of the decisions, the newest first; empty if it cannot say at the moment. */
        Optional<DecisionPage> search(DecisionCriteria criteria);
    }

    /** @param sources asked in this order, until one answers */
    RefusalHistory(List<Source> sources, Clock clock) {
        this.sources = List.copyOf(sources);
        this.clock = clock;
    }

    /** Asks the archive if there is one; if there is none, or it is away, the index of the log. */
    static RefusalHistory of(
            ObjectProvider<ElasticsearchDecisionRepository> archive,
            ObjectProvider<LogDecisionRepository> log,
            Clock clock) {
        return new RefusalHistory(
                List.of(
                        criteria -> Optional.ofNullable(archive.getIfAvailable())
                                .flatMap(search -> asked("The archive", () -> search.search(criteria))),
                        criteria -> Optional.ofNullable(log.getIfAvailable())
                                .flatMap(search -> asked("The log", () -> search.searchIndexed(criteria)))),
                clock);
    }

    private static Optional<DecisionPage> asked(String whom, Supplier<DecisionPage> question) {
        try {
            return Optional.of(question.get());
        } catch (LogIndexBehindException | ArchiveUnavailableException e) {
            logger.warn("{} could not say what was refused: {}", whom, e.getMessage());
            return Optional.empty();
        }
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
     * One refusal of an account, also one that is older than its last.
     *
     * @return empty if the account has none with this reference, or if that cannot be looked up at the moment
     */
    Optional<PastRefusal> find(Account account, String reference) {
        return with(reference).orElse(List.of()).stream()
                .filter(found -> found.account().equals(account.name()))
                .map(PastRefusal::of)
                .findFirst();
    }

    /**
     * Which of some mailboxes a refusal is of.
     *
     * @return its place among them, -1 if it is of none of them; empty if that cannot be looked up at the moment
     */
    Optional<Integer> place(List<Account> mailboxes, String reference) {
        List<String> names = mailboxes.stream().map(Account::name).toList();
        return with(reference).map(all -> all.stream()
                .mapToInt(found -> names.indexOf(found.account()))
                .filter(place -> place >= 0)
                .findFirst()
                .orElse(-1));
    }

    /** Refusals with a reference, of whomever. */
    private Optional<List<FoundDecision>> with(String reference) {
        return pages(DecisionCriteria.of(reference, clock.instant().minus(SHOWN), MOST))
                .map(page -> page.decisions().stream()
                        .filter(found -> VERDICTS.contains(found.verdict()))
                        .filter(PastRefusal::told)
                        .toList());
    }

    private Optional<List<PastRefusal>> search(DecisionCriteria criteria) {
        return pages(criteria).map(RefusalHistory::refusals);
    }

    private Optional<DecisionPage> pages(DecisionCriteria criteria) {
        return sources.stream()
                .flatMap(source -> source.search(criteria).stream())
                .findFirst();
    }

    private static List<PastRefusal> refusals(DecisionPage page) {
        return page.decisions().stream()
                .filter(PastRefusal::told)
                .map(PastRefusal::of)
                .toList();
    }
}
