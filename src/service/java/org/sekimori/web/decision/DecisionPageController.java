package org.sekimori.web.decision;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.sekimori.api.decisions.DecisionExplanationLookup;
import org.sekimori.web.page.PageController;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** A decision by its reference, its id or the id of its event. */
@PageController
final class DecisionPageController {

    private static final String TRAVELLER = "/my";

    private final DecisionExplanationLookup explanations;
    private final String publicUrl;

    /** @param publicUrl address of the pages for customers; empty: not told, so that of this page is taken */
    DecisionPageController(
            DecisionExplanationLookup explanations, @Value("${sekimori.notices.public-url:}") String publicUrl) {
        this.explanations = explanations;
        this.publicUrl = publicUrl.replaceFirst("/+$", "");
    }

    /** @param view {@code customer} for what the customer saw */
    @GetMapping("/console/decisions/{id}")
    String show(
            @PathVariable String id,
            @RequestParam(defaultValue = "analyst") String view,
            Locale language,
            HttpServletRequest request,
            Model model) {
        List<ExplainedDecision> decisions = explanations.explain(id).stream()
                .map(why -> ExplainedDecision.of(why, language.getLanguage()))
                .toList();
        model.addAttribute("decisions", decisions);
        model.addAttribute(
                "customerPage",
                (publicUrl.isEmpty()
                                ? ServletUriComponentsBuilder.fromContextPath(request)
                                        .toUriString()
                                : publicUrl)
                        + TRAVELLER);
        model.addAttribute("customer", view.equals("customer"));
        return "console/decision";
    }
}
