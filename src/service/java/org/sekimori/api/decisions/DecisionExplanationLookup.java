package org.sekimori.api.decisions;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.archive.lookup.ArchiveUnavailableException;
import org.sekimori.archive.lookup.InvalidCriterionException;
import org.sekimori.archive.lookup.LogDecisionRepository;
import org.sekimori.archive.lookup.LogIndexBehindException;
import org.sekimori.archive.lookup.LogScanSearch;
import org.sekimori.text.QuotedText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Explains decisions that are named, from the log. */
@Component
public class DecisionExplanationLookup {

    private static final Logger logger = LoggerFactory.getLogger(DecisionExplanationLookup.class);

    private final ObjectProvider<LogDecisionRepository> log;
    private final ObjectProvider<DecisionExplainer> explainer;

    DecisionExplanationLookup(ObjectProvider<LogDecisionRepository> log, ObjectProvider<DecisionExplainer> explainer) {
        this.log = log;
        this.explainer = explainer;
    }

    /**
     * Explanations as in {@code openapi.yaml} of the decisions with a name, the newest first; at least one.
     *
     * @param id a reference in any spelling, the id of a decision, or the id of its event
     * @throws org.springframework.web.ErrorResponseException if there is none, or it cannot be found now
     */
    public List<JsonNode> explain(String id) {
        @Nullable DecisionExplainer explaining = explainer.getIfAvailable();
        @Nullable LogDecisionRepository lookups = log.getIfAvailable();
        if (explaining == null || lookups == null) {
            throw ApiProblems.noArchive();
        }
        return onLog(lookups, found -> {
            List<JsonNode> decisions = found.withIndex(open -> explaining.explain(open, id));
            if (decisions.isEmpty()) {
                throw ApiProblems.missing("decision", missing(id));
            }
            return decisions;
        });
    }

    static String missing(String id) {
        return "the log has none with the reference, id or event id " + QuotedText.of(id) + "; it keeps decisions for "
                + LogScanSearch.KEPT.toDays() + " days";
    }

    /** Asks the log; what it cannot answer becomes the problem that the client gets. */
    static <T> T onLog(LogDecisionRepository lookups, Function<LogDecisionRepository, T> question) {
        try {
            return question.apply(lookups);
        } catch (InvalidCriterionException e) {
            throw ApiProblems.field(e.field(), e.problem());
        } catch (LogIndexBehindException e) {
            throw ApiProblems.indexBehind(String.valueOf(e.getMessage()));
        } catch (ArchiveUnavailableException e) {
            logger.warn("A look-up on the log failed: {}", e.getMessage());
            throw ApiProblems.unavailable(String.valueOf(e.getMessage()));
        }
    }
}
