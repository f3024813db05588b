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
import org.sekimori.mail.Channel;
import org.sekimori.mail.Kind;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.profile.Profile;

class ExplainerTest {

    @Test
    void eachConditionIsShownWithItsValuesAndWhatIsMissing() throws RulebookException {
        Rulebook rulebook = Rulebook.compile(HomeOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP")));
        try (rulebook;
                Explainer explainer = new Explainer(rulebook)) {
            List<Explanation> all = explainer.explain(event(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);

            assertThat(all).extracting(Explanation::rule).contains("account-on-hold", "send-limit", "many-places");
            Explanation overseas = named(all, "overseas-without-grant");
            assertThat(overseas.matched()).isTrue();
            assertThat(overseas.conditions())
                    .extracting(Explanation.Condition::text)
                    .containsExactly("overseas", "!exempt", "grant == null", "!adviseOnly");
            Explanation limit = named(all, "send-limit: recipients in an hour");
            assertThat(limit.matched()).isFalse();
            assertThat(limit.conditions().get(1).values())
                    .containsExactly(
                            new Explanation.Value("recipients(\"1h\") + recipientCount", "30", ">", "500", "470"));
            assertThat(named(all, "first-send-at-limit: at once").conditions())
                    .filteredOn(c -> c.text().contains("||"))
                    .singleElement()
                    .satisfies(c -> assertThat(c.values()).hasSize(2));
        }
    }

    @Test
    void aConditionThatThrowsDidNotHoldAndTheOthersAreStillTold() throws RulebookException {
        RulebookFiles shipped = HomeOverride.apply(RulebookFiles.read(Path.of("rules")), List.of("JP"));
        String file = "origin/overseas-without-grant/rule.drl";
        String drl = shipped.files().getOrDefault(file, "");
        RulebookFiles failing =
                shipped.with(file, drl.replaceFirst("!exempt", "!exempt, 1 / (recipientCount - recipientCount) > 0"));
        Rulebook rulebook = Rulebook.compile(failing);
        try (rulebook;
                Explainer explainer = new Explainer(rulebook, Set.of("overseas-without-grant"))) {
            List<Explanation> all = explainer.explain(event(), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);

            assertThat(all).extracting(Explanation::rule).containsOnly("overseas-without-grant");
            Explanation overseas = named(all, "overseas-without-grant");
            assertThat(overseas.matched()).isFalse();
            assertThat(overseas.conditions())
                    .filteredOn(condition -> !condition.held())
                    .extracting(Explanation.Condition::text)
                    .containsExactly("1 / (recipientCount - recipientCount) > 0");
        }
    }

    private static Explanation named(List<Explanation> all, String name) {
        return all.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }

    private static MailEvent event() {
        return new MailEvent(
                "1",
                Instant.parse("2026-06-01T09:00:00Z"),
                Kind.ATTEMPT,
                "mx1",
                Channel.SUBMISSION,
                Account.of("alice@isp.example"),
                "203.0.113.5",
                null,
                null,
                null,
                "alice@isp.example",
                List.of(),
                30,
                1000,
                "Q",
                null,
                null,
                false,
                new Origin.Country("DE", "203.0.113.0/24", 0, new Origin.Source("test", null)));
    }
}
