package org.sekimori.api;

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
import org.sekimori.archive.ArchiveAwayException;
import org.sekimori.archive.CriterionException;
import org.sekimori.archive.DecisionCriteria;
import org.sekimori.archive.DecisionPage;
import org.sekimori.archive.DecisionSearch;
import org.sekimori.archive.FoundDecision;
import org.sekimori.archive.IndexBehindException;
import org.sekimori.archive.LogLookups;
import org.sekimori.archive.LogSearch;
import org.sekimori.archive.WholeDecision;
import org.sekimori.mail.Account;
import org.sekimori.mail.Quoted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Decisions that were made, looked up in the archive, or on the log by the index of decisions; and why they were made. */
@RestController
class LookupsController {

    private static final Logger logger = LoggerFactory.getLogger(LookupsController.class);

    private final ObjectProvider<DecisionSearch> archive;
    private final ObjectProvider<LogLookups> log;
    private final ObjectProvider<DecisionExplainer> explainer;
    private final Account.Naming naming;

    LookupsController(
            ObjectProvider<DecisionSearch> archive,
            ObjectProvider<LogLookups> log,
            ObjectProvider<DecisionExplainer> explainer,
            Account.Naming naming) {
        this.archive = archive;
        this.log = log;
        this.explainer = explainer;
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
        static WholeView of(WholeDecision whole, String searched) {
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
                found -> new PageView(found.search(criteria), found.place()),
                // What only the whole log could tell takes minutes, and nobody waits so long for an answer over HTTP.
                criteria.named() ? found -> new PageView(found.quickly(criteria), found.place()) : null);
    }

    @GetMapping("/v1/decisions/{id}")
    WholeView one(@PathVariable String id) {
        return ask(
                found -> found.find(id)
                        .map(whole -> WholeView.of(whole, found.place()))
                        .orElseThrow(() -> Problems.missing(
                                "decision", missing(id, found.condition().behind()))),
                found -> found.find(id)
                        .map(whole -> WholeView.of(whole, found.place()))
                        .orElseThrow(() -> Problems.missing("decision", missing(id))));
    }

    @GetMapping("/v1/decisions/{id}/explanation")
    Explained explanation(@PathVariable String id) {
        DecisionExplainer explaining = explainer.getIfAvailable();
        LogLookups lookups = log.getIfAvailable();
        if (explaining == null || lookups == null) {
            throw Problems.noArchive();
        }
        return onLog(lookups, found -> {
            List<JsonNode> decisions = found.look(open -> explaining.explain(open, id));
            if (decisions.isEmpty()) {
                throw Problems.missing("decision", missing(id));
            }
            return new Explained(decisions);
        });
    }

    private static String missing(String id, long behind) {
        String sentence = "the archive has none with the reference, id or event id " + Quoted.of(id)
                + "; it keeps decisions for " + DecisionSearch.KEPT.toDays() + " days";
        return behind == 0 ? sentence : sentence + ", and is " + behind + " records behind the log now";
    }

    private static String missing(String id) {
        return "the log has none with the reference, id or event id " + Quoted.of(id) + "; it keeps decisions for "
                + LogSearch.KEPT.toDays() + " days";
    }

    private DecisionCriteria criteria(HttpServletRequest request) {
        Map<String, String> named = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (values.length > 1) {
                throw Problems.field(name, "is given " + values.length + " times; once is enough");
            }
            named.put(name, values[0]);
        });
        try {
            return DecisionCriteria.read(named, naming);
        } catch (CriterionException e) {
            throw Problems.field(e.field(), e.problem());
        }
    }

    /**
     * Asks the archive, or the log where there is none or it does not answer.
     *
     * @param ofLog null if the log cannot tell quickly
     */
    private <T> T ask(Function<DecisionSearch, T> ofArchive, @Nullable Function<LogLookups, T> ofLog) {
        DecisionSearch search = archive.getIfAvailable();
        LogLookups lookups = log.getIfAvailable();
        if (search == null) {
            if (lookups == null || ofLog == null) {
                throw Problems.noArchive();
            }
            return onLog(lookups, ofLog);
        }
        try {
            return ofArchive.apply(search);
        } catch (CriterionException e) {
            throw Problems.field(e.field(), e.problem());
        } catch (ArchiveAwayException e) {
            logger.warn("A look-up in the archive failed: {}", e.getMessage());
            if (lookups == null || ofLog == null) {
                throw Problems.unavailable(String.valueOf(e.getMessage()));
            }
            return onLog(lookups, ofLog);
        }
    }

    private static <T> T onLog(LogLookups lookups, Function<LogLookups, T> question) {
        try {
            return question.apply(lookups);
        } catch (CriterionException e) {
            throw Problems.field(e.field(), e.problem());
        } catch (IndexBehindException e) {
            throw Problems.indexBehind(String.valueOf(e.getMessage()));
        } catch (ArchiveAwayException e) {
            logger.warn("A look-up on the log failed: {}", e.getMessage());
            throw Problems.unavailable(String.valueOf(e.getMessage()));
        }
    }
}
