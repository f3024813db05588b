package org.sekimori.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.PrecisionTerms;
import org.sekimori.cases.RulePrecision;
import org.sekimori.stream.RulebookDesk;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How often rules were right, by the verdicts upon the cases that are remembered. */
@RestController
class PrecisionController {

    private final CaseShelf shelf;
    private final RulebookDesk rules;

    PrecisionController(CaseShelf shelf, RulebookDesk rules) {
        this.shelf = shelf;
        this.rules = rules;
    }

    /**
     * All rules that flagged in a case.
     *
     * @param least a rule is below with a lower precision than this
     * @param cases and with at least so many judged cases
     */
    private record Answer(double least, int cases, List<Row> rules) {}

    /**
     * One rule.
     *
     * @param precision share of the judged cases that were confirmed, null if none was judged
     * @param below whether it is wrong too often
     */
    private record Row(
            String rule,
            long confirmed,
            @JsonProperty("false_positives") long falsePositives,
            long open,
            long judged,
            @Nullable Double precision,
            boolean below) {

        static Row of(RulePrecision one, PrecisionTerms terms) {
            return new Row(
                    one.rule(),
                    one.confirmed(),
                    one.falsePositives(),
                    one.open(),
                    one.judged(),
                    one.judged() == 0 ? null : one.precision(),
                    terms.reports(one));
        }
    }

    @GetMapping("/v1/rules/precision")
    Answer precision() {
        PrecisionTerms terms = rules.state().rulebook().policies().precision();
        List<Row> rules = RulePrecision.of(shelf.all().values()).values().stream()
                .map(one -> Row.of(one, terms))
                .toList();
        return new Answer(terms.least(), terms.cases(), rules);
    }
}
