package org.sekimori.api.cases;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.ReferenceCodeParser;
import org.sekimori.archive.lookup.ArchiveUnavailableException;
import org.sekimori.archive.lookup.DecisionRepository;
import org.sekimori.archive.lookup.ElasticsearchDecisionRepository;
import org.sekimori.archive.lookup.LogDecisionRepository;
import org.sekimori.cases.Case;
import org.sekimori.mail.Account;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Queue ids of a case, to take its mail out of the queues: from the archive, or from the log if the archive is missing or does
 * not answer.
 */
@RestController
public class CaseQueuedMessagesController {

    private static final Logger logger = LoggerFactory.getLogger(CaseQueuedMessagesController.class);

    private final CaseLookup lookup;
    private final ObjectProvider<ElasticsearchDecisionRepository> archive;
    private final ObjectProvider<LogDecisionRepository> log;
    private final Account.LoginNormalizer naming;

    CaseQueuedMessagesController(
            CaseLookup lookup,
            ObjectProvider<ElasticsearchDecisionRepository> archive,
            ObjectProvider<LogDecisionRepository> log,
            Account.LoginNormalizer naming) {
        this.lookup = lookup;
        this.archive = archive;
        this.log = log;
        this.naming = naming;
    }

    @GetMapping("/v1/cases/{id}/queue")
    public CaseQueuedMessages queue(@PathVariable String id, @RequestParam @Nullable String account) {
        String code = ReferenceCodeParser.read("id", id);
        Account owner = account == null ? lookup.owner(code) : CommandMetadata.account(account, naming);
        Case one = lookup.find(owner, code);
        @Nullable DecisionRepository first = archive.getIfAvailable();
        @Nullable DecisionRepository second = log.getIfAvailable();
        if (first == null && second == null) {
            throw ApiProblems.noArchive();
        }
        try {
            return first == null
                    ? CaseQueuedMessages.search(Objects.requireNonNull(second), owner, one)
                    : searchOr(first, second, owner, one);
        } catch (ArchiveUnavailableException e) {
            logger.warn("A look-up failed: {}", e.getMessage());
            throw ApiProblems.unavailable(String.valueOf(e.getMessage()));
        }
    }

    /** Falls back from the archive to the log, because mail leaves while the archive is awaited. */
    private static CaseQueuedMessages searchOr(
            DecisionRepository archive, @Nullable DecisionRepository log, Account owner, Case one) {
        try {
            return CaseQueuedMessages.search(archive, owner, one);
        } catch (ArchiveUnavailableException e) {
            if (log == null) {
                throw e;
            }
            logger.warn(
                    "The archive cannot tell the queue of case {}, so the log is searched: {}",
                    one.id(),
                    e.getMessage());
            return CaseQueuedMessages.search(log, owner, one);
        }
    }
}
