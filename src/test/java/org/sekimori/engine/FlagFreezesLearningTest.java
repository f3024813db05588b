package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.SomeShippedRules;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** A rule says whether its flag stops learning, and no rule can stop it for ever. */
class FlagFreezesLearningTest {

    private static final Instant NINE = Instant.parse("2026-06-01T09:00:00Z");
    private static final String SPEC = "places/many-places/rule.yml";

    private static Rulebook shipped(String severity, String freezes, String drl) throws RulebookException {
        RulebookFiles files = HomeCountryOverride.apply(SomeShippedRules.of("many-places"), List.of("JP"));
        String spec = String.valueOf(files.files().get(SPEC))
                .replace("severity: high", "severity: " + severity)
                .replace("freezes: false\n", freezes);
        String rule = drl.isEmpty()
                ? String.valueOf(files.files().get("places/many-places/rule.drl"))
                        .replace(".advise()", ".flag()")
                : drl;
        return Rulebook.compile(files.with(SPEC, spec).with("places/many-places/rule.drl", rule));
    }

    private static boolean frozenAfterTwelveNetworks(Rulebook rulebook) {
        try (rulebook;
                SingleAccountHarness account = new SingleAccountHarness(rulebook, "someone@isp.example")) {
            for (int i = 0; i < 12; i++) {
                account.step(
                        TestEventBuilder.submission(NINE.plusSeconds(i * 300L)).from("JP", "203." + i + ".0.7"));
            }
            return account.profile().at(NINE.plusSeconds(3600), ZoneOffset.UTC).learningFrozen();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "high,     freezes: false, false",
        "critical, freezes: false, false",
        "high,     '',             true",
        "critical, '',             true",
        "medium,   '',             false",
        "low,      freezes: true,  true"
    })
    void flagStopsLearningIfItsRuleSaysSoOrElseIfItIsGrave(String severity, String freezes, boolean frozen)
            throws RulebookException {
        assertThat(frozenAfterTwelveNetworks(shipped(severity, freezes.isEmpty() ? "" : freezes + "\n", "")))
                .isEqualTo(frozen);
    }

    @Test
    void flagOfARuleThatRefusesStopsLearningInAnyCase() throws RulebookException {
        String both = """
                rule "many-places"
                when
                    s : Submission( distinctUnfamiliarNetworks("24h") >= threshold("networks") )
                then
                    s.flag("too many");
                    s.defer("too many");
                end
                """;
        assertThat(frozenAfterTwelveNetworks(shipped("low", "freezes: false\n", both)))
                .isTrue();
    }

    @Test
    void anythingButYesAndNoIsRefusedWithItsLine() {
        assertThatThrownBy(() -> shipped("high", "freezes: sometimes\n", "").close())
                .hasMessageContaining("places/many-places/rule.yml:7")
                .hasMessageContaining("true or false, not sometimes");
    }

    /** The worst rule: a grave flag at every message. */
    @Test
    void underARuleThatFlagsEverythingHalfOfAllDaysAreLearned() throws RulebookException {
        String always = """
                rule "many-places"
                when
                    s : Submission( recipientCount >= 0 )
                then
                    s.flag("always");
                end
                """;
        try (Rulebook rulebook = shipped("critical", "", always);
                SingleAccountHarness account = new SingleAccountHarness(rulebook, "someone@isp.example")) {
            int frozen = 0;
            for (int day = 0; day < 90; day++) {
                for (int i = 0; i < 4; i++) {
                    Instant time = NINE.plus(Duration.ofDays(day)).plusSeconds(i * 7200L);
                    account.step(TestEventBuilder.submission(time).from("JP", "203.0.113.7"));
                    frozen += account.profile().at(time, ZoneOffset.UTC).learningFrozen() ? 1 : 0;
                }
            }
            Instant end = NINE.plus(Duration.ofDays(90));
            assertThat(frozen).isBetween(90 * 4 / 3, 90 * 4 * 6 / 10);
            assertThat(account.profile().at(end, ZoneOffset.UTC).activeDays()).isGreaterThanOrEqualTo(10);
            assertThat(account.profile().at(end, ZoneOffset.UTC).usualMessages())
                    .isGreaterThan(3);
        }
    }
}
