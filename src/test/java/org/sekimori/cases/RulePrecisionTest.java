package org.sekimori.cases;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.mail.Finding.Severity;

/** How often a rule was right, counted from what people found. */
class RulePrecisionTest {

    private static CaseSet closed(Outcome outcome, String... rules) {
        SuspiciousAccountFixture one = new SuspiciousAccountFixture();
        for (String rule : rules) {
            one.flagged(SuspiciousAccountFixture.flag(rule, Severity.LOW));
        }
        one.close(outcome);
        return one.set();
    }

    @Test
    void aCaseCountsOnceForEachOfItsRules() {
        CaseSet open = new SuspiciousAccountFixture()
                .flagged(SuspiciousAccountFixture.flag("spike", Severity.LOW))
                .set();
        var precision = RulePrecision.of(List.of(
                closed(Outcome.CONFIRMED, "spike", "spike", "many"), closed(Outcome.FALSE_POSITIVE, "spike"), open));

        assertThat(precision.get("spike")).isEqualTo(new RulePrecision("spike", 1, 1, 1));
        assertThat(precision.get("many")).isEqualTo(new RulePrecision("many", 1, 0, 0));
        assertThat(requireNonNull(precision.get("spike")).precision()).isEqualTo(0.5);
    }

    @Test
    void aRuleThatNobodyHasJudgedHasNoPrecisionAndIsNotReported() {
        RulePrecision unjudged = new RulePrecision("spike", 0, 0, 40);
        assertThat(unjudged.precision()).isNaN();
        assertThat(new RulePrecisionThreshold(1, 1).reports(unjudged)).isFalse();
    }

    @Test
    void aRuleIsReportedFromTenJudgedCasesOnIfMoreThanHalfWereWrong() {
        List<CaseSet> cases = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            cases.add(closed(i < 4 ? Outcome.CONFIRMED : Outcome.FALSE_POSITIVE, "spike"));
        }
        assertThat(RulePrecisionThreshold.DEFAULT.reports(
                        requireNonNull(RulePrecision.of(cases).get("spike"))))
                .isFalse();

        List<CaseSet> right = new ArrayList<>(cases);
        right.add(closed(Outcome.CONFIRMED, "spike"));
        assertThat(RulePrecisionThreshold.DEFAULT.reports(
                        requireNonNull(RulePrecision.of(right).get("spike"))))
                .isFalse();

        cases.add(closed(Outcome.FALSE_POSITIVE, "spike"));
        assertThat(RulePrecisionThreshold.DEFAULT.reports(
                        requireNonNull(RulePrecision.of(cases).get("spike"))))
                .isTrue();
    }
}
