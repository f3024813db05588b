package org.sekimori.web.decision;

import java.util.List;
import java.util.Locale;
import org.sekimori.api.decisions.DecisionExplanationLookup;
import org.sekimori.web.page.PageController;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** A decision by its reference, its id or the id of its event. */
@PageController
final class DecisionPageController {

    private final DecisionExplanationLookup explanations;

    DecisionPageController(DecisionExplanationLookup explanations) {
        this.explanations = explanations;
    }

    /** @param view {@code customer} for what the customer saw */
    @GetMapping("/console/decisions/{id}")
    String show(
            @PathVariable String id,
            @RequestParam(defaultValue = "analyst") String view,
            Locale language,
            Model model) {
        List<ExplainedDecision> decisions = explanations.explain(id).stream()
                .map(why -> ExplainedDecision.of(why, language.getLanguage()))
                .toList();
        model.addAttribute("decisions", decisions);
        model.addAttribute("customer", view.equals("customer"));
        return "console/decision";
    }
}
