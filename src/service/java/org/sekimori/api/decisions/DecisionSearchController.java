package org.sekimori.api.decisions;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.archive.FoundDecision;
import org.sekimori.archive.lookup.ArchiveUnavailableException;
import org.sekimori.archive.lookup.DecisionCriteria;
import org.sekimori.archive.lookup.DecisionDetails;
import org.sekimori.archive.lookup.DecisionPage;
import org.sekimori.archive.lookup.ElasticsearchDecisionRepository;
import org.sekimori.archive.lookup.InvalidCriterionException;
import org.sekimori.archive.lookup.LogDecisionRepository;
import org.sekimori.mail.Account;
import org.sekimori.text.QuotedText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Finds decisions in the archive, or on the log by its index, and explains them. */
@RestController
public class DecisionSearchController {

    private static final Logger logger = LoggerFactory.getLogger(DecisionSearchController.class);

    private final ObjectProvider<ElasticsearchDecisionRepository> archive;
    private final ObjectProvider<LogDecisionRepository> log;
    private final DecisionExplanationLookup explanations;
    private final Account.LoginNormalizer naming;

    DecisionSearchController(
            ObjectProvider<ElasticsearchDecisionRepository> archive,
            ObjectProvider<LogDecisionRepository> log,
            DecisionExplanationLookup explanations,
            Account.LoginNormalizer naming) {
        this.archive = archive;
        this.log = log;
        this.explanations = explanations;
        this.naming = naming;
    }

    /**
     * A page of decisions.
     *
     * @param searched {@code archive} or {@code log}
     */
    private record PageView(@JsonUnwrapped DecisionPage page, String searched) {}

    /**
     * A decision with everything.
     *
     * @param others ids of others with the same reference or event id
     * @param searched {@code archive} or {@code log}
     */
    private record WholeView(
            @JsonUnwrapped FoundDecision found,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> others,
            @JsonAnyGetter Map<String, JsonNode> more,
            String searched) {
        static WholeView of(DecisionDetails whole, String searched) {
            SortedMap<String, JsonNode> sorted = new TreeMap<>(whole.more());
            return new WholeView(whole.found(), whole.others(), sorted, searched);
        }
    }

    /** Explanations of the decisions with a name, the newest first. */
    private record Explained(List<JsonNode> decisions) {}

    @GetMapping("/v1/decisions")
    PageView list(HttpServletRequest request) {
        DecisionCriteria criteria = criteria(request);
        return ask(
                found -> new PageView(found.search(criteria), found.source()),
                // A scan of the whole log takes minutes, too long for an answer over HTTP.
                criteria.named() ? found -> new PageView(found.searchIndexed(criteria), found.source()) : null);
    }

    @GetMapping("/v1/decisions/{id}")
    WholeView one(@PathVariable String id) {
        return ask(
                found -> found.find(id)
                        .map(whole -> WholeView.of(whole, found.source()))
                        .orElseThrow(() -> ApiProblems.missing(
                                "decision", missing(id, found.condition().behind()))),
                found -> found.find(id)
                        .map(whole -> WholeView.of(whole, found.source()))
                        .orElseThrow(() -> ApiProblems.missing("decision", DecisionExplanationLookup.missing(id))));
    }

    @GetMapping("/v1/decisions/{id}/explanation")
    Explained explanation(@PathVariable String id) {
        return new Explained(explanations.explain(id));
    }

    private static String missing(String id, long behind) {
        String sentence = "the archive has none with the reference, id or event id " + QuotedText.of(id)
                + "; it keeps decisions for " + ElasticsearchDecisionRepository.KEPT.toDays() + " days";
        return behind == 0 ? sentence : sentence + ", and is " + behind + " records behind the log now";
    }

    private DecisionCriteria criteria(HttpServletRequest request) {
        Map<String, String> named = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (values.length > 1) {
                throw ApiProblems.field(name, "is given " + values.length + " times; once is enough");
            }
            named.put(name, values[0]);
        });
        try {
            return DecisionCriteria.parse(named, naming);
        } catch (InvalidCriterionException e) {
            throw ApiProblems.field(e.field(), e.problem());
        }
    }

    /**
     * Queries the archive, or the log if the archive is missing or does not answer.
     *
     * @param ofLog null if the log cannot answer quickly
     */
    private <T> T ask(
            Function<ElasticsearchDecisionRepository, T> ofArchive,
            @Nullable Function<LogDecisionRepository, T> ofLog) {
        ElasticsearchDecisionRepository search = archive.getIfAvailable();
        LogDecisionRepository lookups = log.getIfAvailable();
        if (search == null) {
            if (lookups == null || ofLog == null) {
                throw ApiProblems.noArchive();
            }
            return DecisionExplanationLookup.onLog(lookups, ofLog);
        }
        try {
            return ofArchive.apply(search);
        } catch (InvalidCriterionException e) {
            throw ApiProblems.field(e.field(), e.problem());
        } catch (ArchiveUnavailableException e) {
            logger.warn("A look-up in the archive failed: {}", e.getMessage());
            if (lookups == null || ofLog == null) {
                throw ApiProblems.unavailable(String.valueOf(e.getMessage()));
            }
            return DecisionExplanationLookup.onLog(lookups, ofLog);
        }
    }
}
