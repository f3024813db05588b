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
import org.sekimori.archive.ArchiveAwayException;
import org.sekimori.archive.CriterionException;
import org.sekimori.archive.DecisionCriteria;
import org.sekimori.archive.DecisionPage;
import org.sekimori.archive.DecisionSearch;
import org.sekimori.archive.FoundDecision;
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

/** Decisions that were made, looked up in the archive. */
@RestController
class LookupsController {

    private static final Logger logger = LoggerFactory.getLogger(LookupsController.class);

    private final ObjectProvider<DecisionSearch> search;
    private final Account.Naming naming;

    LookupsController(ObjectProvider<DecisionSearch> search, Account.Naming naming) {
        this.search = search;
        this.naming = naming;
    }

    /**
     * A decision with everything.
     *
     * @param others ids of others with the same reference or event id
     */
    private record WholeView(
            @JsonUnwrapped FoundDecision found,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> others,
            @JsonAnyGetter Map<String, JsonNode> more) {
        static WholeView of(WholeDecision whole) {
            SortedMap<String, JsonNode> sorted = new TreeMap<>(whole.more());
            return new WholeView(whole.found(), whole.others(), sorted);
        }
    }

    @GetMapping("/v1/decisions")
    DecisionPage list(HttpServletRequest request) {
        DecisionCriteria criteria = criteria(request);
        return ask(archive -> archive.search(criteria));
    }

    @GetMapping("/v1/decisions/{id}")
    WholeView one(@PathVariable String id) {
        return ask(archive -> archive.find(id)
                .map(WholeView::of)
                .orElseThrow(() -> Problems.missing(
                        "decision", missing(id, archive.condition().behind()))));
    }

    private static String missing(String id, long behind) {
        String sentence = "the archive has none with the reference, id or event id " + Quoted.of(id)
                + "; it keeps decisions for " + DecisionSearch.KEPT.toDays() + " days";
        return behind == 0 ? sentence : sentence + ", and is " + behind + " records behind the log now";
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

    private <T> T ask(Function<DecisionSearch, T> question) {
        DecisionSearch archive = search.getIfAvailable();
        if (archive == null) {
            throw Problems.noArchive();
        }
        try {
            return question.apply(archive);
        } catch (CriterionException e) {
            throw Problems.field(e.field(), e.problem());
        } catch (ArchiveAwayException e) {
            logger.warn("A look-up failed: {}", e.getMessage());
            throw Problems.unavailable(String.valueOf(e.getMessage()));
        }
    }
}
