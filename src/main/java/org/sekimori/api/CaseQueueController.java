package org.sekimori.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.ArchiveAwayException;
import org.sekimori.archive.DecisionReader;
import org.sekimori.archive.DecisionSearch;
import org.sekimori.archive.LogLookups;
import org.sekimori.cases.Case;
import org.sekimori.mail.Account;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Queue ids of a case, for whoever takes its mail out of the queues: out of the archive, or off the log where there is none or it does not answer. */
@RestController
class CaseQueueController {

    private static final Logger logger = LoggerFactory.getLogger(CaseQueueController.class);

    private final CaseShelf shelf;
    private final ObjectProvider<DecisionSearch> archive;
    private final ObjectProvider<LogLookups> log;
    private final Account.Naming naming;

    CaseQueueController(
            CaseShelf shelf,
            ObjectProvider<DecisionSearch> archive,
            ObjectProvider<LogLookups> log,
            Account.Naming naming) {
        this.shelf = shelf;
        this.archive = archive;
        this.log = log;
        this.naming = naming;
    }

    @GetMapping("/v1/cases/{id}/queue")
    CaseQueue queue(@PathVariable String id, @RequestParam @Nullable String account) {
        String code = CodeText.read("id", id);
        Account owner = account == null ? shelf.owner(code) : Caller.account(account, naming);
        Case one = shelf.find(owner, code);
        @Nullable DecisionReader first = archive.getIfAvailable();
        @Nullable DecisionReader second = log.getIfAvailable();
        if (first == null && second == null) {
            throw Problems.noArchive();
        }
        try {
            return first == null
                    ? CaseQueue.search(Objects.requireNonNull(second), owner, one)
                    : searchOr(first, second, owner, one);
        } catch (ArchiveAwayException e) {
            logger.warn("A look-up failed: {}", e.getMessage());
            throw Problems.unavailable(String.valueOf(e.getMessage()));
        }
    }

    /** Mail goes out while somebody waits for the archive: what the archive cannot tell now, the log can. */
    private static CaseQueue searchOr(DecisionReader archive, @Nullable DecisionReader log, Account owner, Case one) {
        try {
            return CaseQueue.search(archive, owner, one);
        } catch (ArchiveAwayException e) {
            if (log == null) {
                throw e;
            }
            logger.warn(
                    "The archive cannot tell the queue of case {}, so the log is searched: {}",
                    one.id(),
                    e.getMessage());
            return CaseQueue.search(log, owner, one);
        }
    }
}
