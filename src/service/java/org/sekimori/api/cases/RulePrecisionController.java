package org.sekimori.api.cases;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.RulePrecision;
import org.sekimori.cases.RulePrecisionThreshold;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Precision of rules, by the judgements of remembered cases. */
@RestController
public class RulePrecisionController {

    private final CaseLookup lookup;
    private final RulebookAdmin rules;

    RulePrecisionController(CaseLookup lookup, RulebookAdmin rules) {
        this.lookup = lookup;
        this.rules = rules;
    }

    /**
     * All rules that flagged in a case.
     *
     * @param least a rule with a lower precision is imprecise
     * @param cases with at least this many judged cases
     */
    private record RulePrecisionReport(double least, int cases, List<Row> rules) {}

    /**
     * One rule.
     *
     * @param precision share of the judged cases that were confirmed; null without one
     * @param below whether it is imprecise
     */
    private record Row(
            String rule,
            long confirmed,
            @JsonProperty("false_positives") long falsePositives,
            long open,
            long judged,
            @Nullable Double precision,
            boolean below) {

        static Row of(RulePrecision one, RulePrecisionThreshold terms) {
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
    RulePrecisionReport precision() {
        RulePrecisionThreshold terms = rules.state().rulebook().policies().precision();
        List<Row> rules = RulePrecision.of(lookup.all().values()).values().stream()
                .map(one -> Row.of(one, terms))
                .toList();
        return new RulePrecisionReport(terms.least(), terms.cases(), rules);
    }
}
