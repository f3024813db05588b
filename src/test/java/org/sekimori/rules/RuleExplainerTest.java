package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.profile.Profile;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

class RuleExplainerTest {

    @Test
    void eachConditionIsShownWithItsValuesAndWhatIsMissing() throws RulebookException {
        Rulebook rulebook =
                Rulebook.compile(HomeCountryOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP")));
        try (rulebook;
                RuleExplainer explainer = new RuleExplainer(rulebook)) {
            List<RuleExplanation> all = explainer.explain(event(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);

            assertThat(all).extracting(RuleExplanation::rule).contains("account-on-hold", "send-limit", "many-places");
            RuleExplanation overseas = named(all, "overseas-without-grant");
            assertThat(overseas.matched()).isTrue();
            assertThat(overseas.conditions())
                    .extracting(RuleExplanation.Condition::text)
                    .containsExactly("overseas", "!exempt", "grant == null", "!adviseOnly");
            RuleExplanation limit = named(all, "send-limit: recipients in an hour");
            assertThat(limit.matched()).isFalse();
            assertThat(limit.conditions().get(1).values())
                    .containsExactly(
                            new RuleExplanation.Value("recipients(\"1h\") + recipientCount", "30", ">", "500", "470"));
            assertThat(named(all, "first-send-at-limit: at once").conditions())
                    .filteredOn(c -> c.text().contains("||"))
                    .singleElement()
                    .satisfies(c -> assertThat(c.values()).hasSize(2));
        }
    }

    @Test
    void aConditionThatThrowsDidNotHoldAndTheOthersAreStillTold() throws RulebookException {
        RulebookFiles shipped = HomeCountryOverride.apply(SomeShippedRules.of("overseas-without-grant"), List.of("JP"));
        String file = "origin/overseas-without-grant/rule.drl";
        String drl = shipped.files().getOrDefault(file, "");
        RulebookFiles failing =
                shipped.with(file, drl.replaceFirst("!exempt", "!exempt, 1 / (recipientCount - recipientCount) > 0"));
        Rulebook rulebook = Rulebook.compile(failing);
        try (rulebook;
                RuleExplainer explainer = new RuleExplainer(rulebook, Set.of("overseas-without-grant"))) {
            List<RuleExplanation> all = explainer.explain(event(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);

            assertThat(all).extracting(RuleExplanation::rule).containsOnly("overseas-without-grant");
            RuleExplanation overseas = named(all, "overseas-without-grant");
            assertThat(overseas.matched()).isFalse();
            assertThat(overseas.conditions())
                    .filteredOn(condition -> !condition.held())
                    .extracting(RuleExplanation.Condition::text)
                    .containsExactly("1 / (recipientCount - recipientCount) > 0");
        }
    }

    private static RuleExplanation named(List<RuleExplanation> all, String name) {
        return all.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }

    private static MailEvent event() {
        return MailEvent.builder(
                        "1", Instant.parse("2026-06-01T09:00:00Z"), EventKind.ATTEMPT, Account.of("alice@isp.example"))
                .server("mx1")
                .clientAddress("203.0.113.5")
                .sender("alice@isp.example")
                .recipientCount(30)
                .size(1000)
                .queueId("Q")
                .origin(new Origin.Country("DE", "203.0.113.0/24", 0, new Origin.Source("test", null)))
                .build();
    }
}
