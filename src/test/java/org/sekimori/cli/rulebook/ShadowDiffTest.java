package org.sekimori.cli.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ShadowDiffTest {

    private static final String CANDIDATE = "00000000000000aa";

    private static String finding(String rule, String mode, String effect) {
        return "{\"rule\":\"" + rule + "\",\"version\":1,\"mode\":\"" + mode + "\",\"severity\":\"low\",\"effect\":\""
                + effect + "\",\"reason\":\"many\"}";
    }

    private static String decision(String account, String findings, String shadow) {
        return "{\"time\":\"2026-06-01T09:00:00Z\",\"account\":\"" + account
                + "\",\"reference\":\"AAAA-BBBB\",\"verdict\":\"accept\",\"findings\":[" + findings + "]" + shadow
                + "}";
    }

    private static String beside(String said) {
        return ",\"shadow\":{\"rulebook\":\"" + CANDIDATE + "\"" + said + "}";
    }

    private static String print(ShadowDiff diff) {
        StringWriter text = new StringWriter();
        diff.print("0000000000000001", 24, new PrintWriter(text, true));
        return text.toString();
    }

    @Test
    void aNewRuleInTheShadowOfTheCandidateIsCounted() {
        ShadowDiff diff = new ShadowDiff(CANDIDATE, 10, null);
        diff.add(decision("a@isp.example", "", beside("")));
        diff.add(decision(
                "a@isp.example",
                "",
                beside(",\"verdict\":\"accept\",\"findings\":[" + finding("new-rule", "shadow", "reject") + "]")));
        diff.add(decision(
                "b@isp.example",
                "",
                beside(",\"verdict\":\"accept\",\"findings\":[" + finding("new-rule", "shadow", "flag") + "]")));

        assertThat(print(diff))
                .contains("asked about 3 decisions, 2 would differ")
                .contains("Rules in the shadow of the candidate, if they were enforced:")
                .containsPattern("new-rule +2 hits: would flag 1 decision of 1 account, refuse 1 of 1")
                .doesNotContain("Rules in the shadow, if");
    }

    @Test
    void aRuleInTheShadowThatWouldQuarantineIsNoRefusal() {
        ShadowDiff diff = new ShadowDiff("", 10, null);
        String twice = finding("doubt", "shadow", "quarantine") + "," + finding("doubt", "shadow", "quarantine");
        diff.add(decision("a@isp.example", twice, ""));
        diff.add(decision("a@isp.example", finding("sure", "shadow", "flag"), ""));

        assertThat(print(diff))
                .containsPattern("doubt +1 hit: would flag 1 decision of 1 account, refuse 0 of 0, quarantine 1 of 1")
                .containsPattern("sure +1 hit: would flag 1 decision of 1 account, refuse 0 of 0\\R")
                .contains("accept, in the shadow quarantine");
    }

    /** Its findings are recorded once, with the decision. */
    @Test
    void aRuleInTheShadowOfBothIsCountedForBoth() {
        ShadowDiff diff = new ShadowDiff(CANDIDATE, 10, null);
        diff.add(decision("a@isp.example", finding("old-rule", "shadow", "flag"), beside("")));
        diff.add(decision("a@isp.example", finding("old-rule", "shadow", "flag"), ""));

        assertThat(print(diff))
                .containsPattern("of the candidate, if they were enforced:\\n +old-rule +1 hit:")
                .containsPattern("in the shadow, if they were enforced:\\n +old-rule +2 hits");
    }

    @Test
    void aRuleThatTheCandidateTakesOutOfTheShadowIsNoneOfItsShadowAnyMore() {
        ShadowDiff diff = new ShadowDiff(CANDIDATE, 10, null);
        diff.add(decision(
                "a@isp.example",
                finding("old-rule", "shadow", "flag"),
                beside(",\"verdict\":\"accept\",\"findings\":[" + finding("old-rule", "enforce", "flag")
                        + "],\"flags\":[\"old-rule\"]")));

        assertThat(print(diff))
                .containsPattern("in the shadow, if they were enforced:\\n +old-rule +1 hit:")
                .doesNotContain("shadow of the candidate");
    }
}
