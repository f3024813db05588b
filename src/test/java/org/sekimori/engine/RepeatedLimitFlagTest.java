package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.CaseCommand;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;

/** Half a year of a newsletter that goes on against its limits for hours every morning: the desk is asked once a season. */
class RepeatedLimitFlagTest {

    private static final Instant FIRST = Instant.parse("2026-01-01T01:00:00Z");
    private static final String RULE = "limit-again";
    private static final int WELL_BEHAVED = 100;
    private static final int LETTERS = 15;

    /** In each of four hours five letters pass the limit, and the others are deferred. */
    private static List<Decision> morning(SingleAccountHarness news, Instant begin, int letters) {
        List<Decision> flagged = new ArrayList<>();
        for (int hour = 0; hour < 4; hour++) {
            for (int i = 0; i < letters; i++) {
                Instant time = begin.plus(Duration.ofMinutes(61L * hour)).plusSeconds(i * 5L);
                Decision decision =
                        news.decide(TestEventBuilder.submission(time).from("JP", "198.51.100.7"));
                if (decision.flags().contains(RULE)) {
                    flagged.add(decision);
                }
            }
        }
        return flagged;
    }

    /** An account whose letters have kept to its limits for a hundred days, and which no rule suspects any more. */
    private static SingleAccountHarness news() throws Exception {
        RulebookFiles shipped = RulebookFiles.read(Path.of("rules"));
        String policy = shipped.files()
                .getOrDefault("policy.yml", "")
                .replace("messages_per_hour: 200", "messages_per_hour: 5");
        SingleAccountHarness news = new SingleAccountHarness(
                Rulebook.compile(HomeCountryOverride.apply(shipped.with("policy.yml", policy), List.of("JP"))),
                "news@isp.example");
        for (int day = -WELL_BEHAVED; day < 0; day++) {
            Instant begin = FIRST.plus(Duration.ofDays(day));
            morning(news, begin, 5);
            close(news, begin.plus(Duration.ofHours(8)));
        }
        return news;
    }

    private static void close(SingleAccountHarness news, Instant time) {
        news.outputs(new LogEntry.CaseRequest(new CaseCommand.Close(
                new CaseCommand.Header("close " + time, news.account(), time, "sato", "cli", null, null),
                Outcome.FALSE_POSITIVE,
                true,
                "the morning letter")));
    }

    @Test
    void aCaseThatSomebodyFoundHarmlessIsOpenedOnceASeason() throws Exception {
        try (SingleAccountHarness news = news()) {
            List<Decision> flagged = new ArrayList<>();
            for (int day = 0; day < 180; day++) {
                Instant begin = FIRST.plus(Duration.ofDays(day));
                flagged.addAll(morning(news, begin, LETTERS));
                close(news, begin.plus(Duration.ofHours(8)));
            }

            assertThat(flagged)
                    .extracting(
                            decision -> Duration.between(FIRST, decision.time()).toDays())
                    .as("days of the flags")
                    .containsExactly(0L, 91L);
        }
    }

    @Test
    void aCaseThatNobodyLooksAtStaysTheOnlyOne() throws Exception {
        try (SingleAccountHarness news = news()) {
            List<String> cases = new ArrayList<>();
            for (int day = 0; day < 60; day++) {
                morning(news, FIRST.plus(Duration.ofDays(day)), LETTERS);
                news.state().caseSet().all().stream()
                        .filter(one -> !one.openedAt().isBefore(FIRST))
                        .map(Case::id)
                        .forEach(cases::add);
            }

            assertThat(cases.stream().distinct()).hasSize(1);
        }
    }

    @Test
    void theFlagIsLowAndSaysWhatWasTried() throws Exception {
        try (SingleAccountHarness news = news()) {
            List<Decision> flagged = new ArrayList<>();
            for (int day = 0; day < 20; day++) {
                flagged.addAll(morning(news, FIRST.plus(Duration.ofDays(day)), LETTERS));
            }

            assertThat(flagged).singleElement().satisfies(decision -> assertThat(decision.findings())
                    .filteredOn(finding -> finding.rule().equals(RULE))
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.severity()).isEqualTo(Severity.LOW);
                        assertThat(finding.reason())
                                .matches(
                                        "\\d+ messages to \\d+ recipients were deferred in [3-7] different hours of the"
                                                + " last 24");
                        assertThat(finding.evidence())
                                .containsOnlyKeys("deferred_messages", "deferred_recipients", "deferred_hours");
                    }));
        }
    }
}
