package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.EventKind;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/** What {@code triggers} in {@code rule.yml} may say, and what a rule on other events than submissions may do. */
class RuleTriggersTest {

    private static RulebookFiles files(String triggers, String action, String last, String expected) {
        Map<String, String> all = new TreeMap<>(MinimalRulebook.of("failures(\"24h\") >= threshold(\"many\")", action)
                .files());
        all.put(MinimalRulebook.YML, MinimalRulebook.METADATA + triggers);
        for (boolean hit : List.of(true, false)) {
            all.put("test/small/tests/" + (hit ? "hit" : "miss") + ".yml", """
                    title: anything
                    account: alice@isp.example
                    entries:
                      - {at: 2026-06-01T09:00:00Z, what: %s}
                    expect: {%shit: %s}
                    """.formatted(last, expected, hit));
        }
        return new RulebookFiles(new TreeMap<>(all));
    }

    private static List<String> problems(String triggers, String action, String last, String expected) {
        List<String> messages = new java.util.ArrayList<>();
        assertThatThrownBy(() -> Rulebook.compile(files(triggers, action, last, expected)))
                .isInstanceOfSatisfying(RulebookException.class, e -> e.problems().stream()
                        .map(RulebookProblem::toString)
                        .forEach(messages::add));
        return messages;
    }

    @Test
    void aRuleOnOtherEventsNeedsNoTextForCustomersAndRunsOnThoseAlone() throws Exception {
        Map<String, String> all =
                new TreeMap<>(files("triggers: [bounced, auth_failed]\n", "s.flag(\"much\");", "bounced", "")
                        .files());
        all.replaceAll((name, text) -> name.endsWith(".properties") ? text.replace("small.customer = no\n", "") : text);
        try (Rulebook rulebook = Rulebook.compile(new RulebookFiles(new TreeMap<>(all)))) {
            assertThat(rulebook.runningOn(EventKind.BOUNCED)).containsExactly("small");
            assertThat(rulebook.runningOn(EventKind.AUTH_FAILED)).containsExactly("small");
            assertThat(rulebook.runningOn(EventKind.ATTEMPT)).isEmpty();
            assertThat(rulebook.runningOn(EventKind.COMPLAINT)).isEmpty();
        }
    }

    @Test
    void anAnswerIsRefusedWithItsPlaceAndTheWayOut() {
        for (String verb : List.of("reject", "defer", "quarantine")) {
            assertThat(problems("triggers: [bounced]\n", "s." + verb + "(\"much\");", "bounced", ""))
                    .singleElement()
                    .asString()
                    .contains(
                            "test/small/rule.drl",
                            "5:7",
                            verb + " answers a mail server",
                            "bounced",
                            "write flag or advise");
        }
    }

    @Test
    void anAnswerIsRefusedHoweverItIsAskedFor() {
        for (String verb : List.of("reject", "defer", "quarantine")) {
            assertThat(problems("triggers: [bounced]\n", "s.find(\"much\")." + verb + "();", "bounced", ""))
                    .anySatisfy(problem -> assertThat(problem).contains("test/small/rule.drl"));
        }
    }

    @Test
    void whatAnybodyCanCauseLabelsNobody() {
        assertThat(problems("triggers: [auth_failed]\n", "s.label(\"guessed\", \"7d\");", "auth_failed", ""))
                .anySatisfy(problem ->
                        assertThat(problem).contains("test/small/rule.drl", "anybody can cause a failed log-in"));
    }

    @Test
    void aMisspeltTriggerIsRefusedWithASuggestion() {
        assertThat(problems("triggers: [bounce]\n", "s.flag(\"much\");", "bounced", ""))
                .anySatisfy(problem -> assertThat(problem)
                        .contains("test/small/rule.yml", "'triggers' has bounce", "did you mean 'bounced'?"));
        assertThat(problems("triggers: [accepted]\n", "s.flag(\"much\");", "accepted", ""))
                .anySatisfy(problem -> assertThat(problem).contains("has accepted, which no rule runs on"));
        assertThat(problems("triggers: []\n", "s.flag(\"much\");", "bounced", ""))
                .anySatisfy(problem -> assertThat(problem).contains("names nothing"));
        assertThat(problems("triggers: [bounced, bounced]\n", "s.flag(\"much\");", "bounced", ""))
                .anySatisfy(problem -> assertThat(problem).contains("names bounced twice"));
    }

    @Test
    void whatAnybodyCanCauseStandsBesideNoSubmissionAndHasNoAnswer() {
        assertThat(problems(
                        "triggers: [submission, auth_failed]\n",
                        "s.flag(\"much\");",
                        "submission",
                        "verdict: accept, "))
                .anySatisfy(
                        problem -> assertThat(problem).contains("submission beside auth_failed", "write two rules"));
        assertThat(problems(
                        "triggers: [bounced]\nanswer: {code: 550, enhanced_code: 5.7.1}\n",
                        "s.flag(\"much\");",
                        "bounced",
                        ""))
                .anySatisfy(problem -> assertThat(problem).contains("'answer'", "nobody waits for an answer"));
    }

    @Test
    void aRuleTestEndsWithWhatTheRuleRunsOnAndExpectsNoVerdict() {
        assertThat(problems("triggers: [bounced]\n", "s.flag(\"much\");", "submission", "verdict: accept, "))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("must end with what the rule runs on: bounced"));
        assertThat(problems("triggers: [bounced]\n", "s.flag(\"much\");", "bounced", "verdict: accept, "))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("'verdict'", "leave it out"));
        assertThat(problems("", "s.flag(\"much\");", "submission", ""))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("verdict"));
        assertThat(problems("", "s.flag(\"much\");", "bounced", "verdict: accept, "))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("must end with a submission"));
    }
}
