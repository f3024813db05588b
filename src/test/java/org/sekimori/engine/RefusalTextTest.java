package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.cases.HoldCommand;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Decision;
import org.sekimori.mail.SubmissionAnswer;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;

/** A refusal says what the service knows, what it only supposes, and what its reader can do. */
class RefusalTextTest {

    /** Six in the evening in Tokyo. */
    private static final Instant NINE = Instant.parse("2026-06-01T09:00:00Z");

    private static final String TOKYO = "  time_zone: Asia/Tokyo\n";

    private static SingleAccountHarness alice(String policy) throws Exception {
        // The compiled classes go with the test's loader; few are made.
        Rulebook rulebook = Rulebook.compile(TestPolicy.rulebook("defaults:\n  home: [JP]\n" + policy));
        return new SingleAccountHarness(rulebook, "alice@isp.example");
    }

    private static TestEventBuilder mail(Instant time) {
        return TestEventBuilder.submission(time).from("JP", "133.11.93.10");
    }

    private static SubmissionAnswer answer(SingleAccountHarness one, TestEventBuilder happening) {
        return one.outputs(happening).stream()
                .filter(StepOutput.AnswerSent.class::isInstance)
                .map(output -> ((StepOutput.AnswerSent) output).answer())
                .findFirst()
                .orElseThrow();
    }

    private static void grant(SingleAccountHarness one, Instant time) {
        one.outputs(new LogEntry.GrantRequest(new GrantCommand.Open(
                "grant", one.account(), time, "alice", "test", time, null, new TreeSet<>(List.of("DE")), "")));
    }

    @Test
    void whereSomebodyIsIsSaidAsAGuessWithTheWayOutIfItIsWrong() throws Exception {
        try (SingleAccountHarness one = alice("  language: ja\n  contact: 03-1234-5678\n")) {
            SubmissionAnswer refused =
                    answer(one, TestEventBuilder.submission(NINE).from("AU", "1.1.1.1"));

            assertThat(refused.text()).contains("オーストラリアからの接続と判定したため", "別の場所にいらっしゃる場合は、03-1234-5678へご連絡ください");
            assertThat(refused.plain())
                    .startsWith("Your connection appears to come from Australia")
                    .contains("If you are somewhere else, please contact 03-1234-5678")
                    .endsWith("Reference " + refused.reference());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            messages_per_hour: 3                | messages within an hour: 3            | 1時間あたり3通
            recipients_per_hour: 3              | recipients within an hour: 3          | 1時間あたり宛先3件
            overseas: {messages_per_hour: 3}    | messages from abroad within an hour: 3 | 海外から1時間あたり3通
            overseas: {recipients_per_hour: 3}  | recipients from abroad within an hour: 3 | 海外から1時間あたり宛先3件
            """)
    void aLimitOfAnHourIsNamedWithTheMinuteInWhichItLetsPass(String limit, String english, String japanese)
            throws Exception {
        String policy = TOKYO + "  language: ja\n  limits:\n    " + limit + "\n";
        try (SingleAccountHarness one = alice(policy)) {
            grant(one, NINE.minusSeconds(60));
            for (int minute = 0; minute < 3; minute++) {
                Instant time = NINE.plus(Duration.ofMinutes(10L * minute)).plusSeconds(30);
                assertThat(answer(one, TestEventBuilder.submission(time).from("DE", "91.10.20.30"))
                                .verdict()
                                .word())
                        .isEqualTo("accept");
            }
            TestEventBuilder more =
                    TestEventBuilder.submission(NINE.plusSeconds(1800)).from("DE", "91.10.20.30");
            SubmissionAnswer refused = answer(one, more);

            assertThat(refused.verdict().code()).isEqualTo(450);
            assertThat(refused.text()).contains("上限（" + japanese + "）", "19:00（日本時間）以降に");
            assertThat(refused.plain()).contains("(" + english + ")", "after 19:00 (Japan Time)");
            Instant before = Instant.parse("2026-06-01T09:59:59Z");
            assertThat(answer(one, TestEventBuilder.submission(before).from("DE", "91.10.20.30"))
                            .verdict()
                            .word())
                    .isEqualTo("defer");
            assertThat(answer(
                                    one,
                                    TestEventBuilder.submission(before.plusSeconds(1))
                                            .from("DE", "91.10.20.30"))
                            .verdict()
                            .word())
                    .isEqualTo("accept");
        }
    }

    @Test
    void ofSeveralLimitsTheOneIsNamedThatEndsLast() throws Exception {
        try (SingleAccountHarness one = alice(TOKYO + "  limits: {messages_per_hour: 2, messages_per_day: 2}\n")) {
            one.verdict(NINE);
            one.verdict(NINE.plusSeconds(60));
            SubmissionAnswer refused = answer(one, mail(NINE.plusSeconds(120)));

            assertThat(refused.text()).contains("(messages a day: 2)", "after 2 June, 00:00 (Japan Time)");
            assertThat(one.verdict(Instant.parse("2026-06-01T14:59:59Z"))).isEqualTo("defer");
            assertThat(one.verdict(Instant.parse("2026-06-01T15:00:00Z"))).isEqualTo("accept");
        }
    }

    @Test
    void aLargerMessageWaitsLongerThanASmallOne() throws Exception {
        try (SingleAccountHarness one = alice("  limits: {recipients_per_hour: 100}\n")) {
            answer(one, mail(NINE).recipients(40));
            answer(one, mail(NINE.plusSeconds(600)).recipients(40));

            Instant now = NINE.plusSeconds(1200);
            assertThat(answer(one, mail(now).recipients(30)).text())
                    .contains("after 10:00 (Coordinated Universal Time)");
            assertThat(answer(one, mail(now).recipients(90)).text()).contains("after 10:10 (");
        }
    }

    @Test
    void theSameQuestionAgainGetsTheSameWords() throws Exception {
        try (SingleAccountHarness one = alice("  limits: {messages_per_hour: 1}\n")) {
            one.verdict(NINE);
            SubmissionAnswer first = answer(one, mail(NINE.plusSeconds(5)).id("again"));

            assertThat(answer(one, mail(NINE.plusSeconds(5)).id("again"))).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            recipients_per_hour: 500               | JP | 600 | 5.5.3 | (recipients within an hour: 500)
            recipients_per_day: 500                | JP | 600 | 5.5.3 | (recipients a day: 500)
            overseas: {recipients_per_day: 30}     | DE | 31  | 5.5.3 | (recipients from abroad a day: 30)
            messages_per_day: 0                    | JP | 1   | 5.7.1 | Sending is not enabled for alice@isp.example
            recipients_per_hour: 0                 | JP | 1   | 5.7.1 | Sending is not enabled for alice@isp.example
            overseas: {messages_per_hour: 0}       | DE | 1   | 5.7.1 | Sending is not enabled for alice@isp.example
            """)
    void whatCanNeverPassIsRefusedForGood(String limit, String country, int recipients, String enhanced, String says)
            throws Exception {
        try (SingleAccountHarness one = alice("  limits:\n    " + limit + "\n")) {
            grant(one, NINE.minusSeconds(60));
            SubmissionAnswer refused = answer(
                    one,
                    TestEventBuilder.submission(NINE)
                            .from(country, "133.11.93.10")
                            .recipients(recipients));

            assertThat(refused.verdict().code()).isEqualTo(550);
            assertThat(refused.verdict().enhancedCode()).isEqualTo(enhanced);
            assertThat(refused.text()).contains(says).doesNotContain("again");
        }
    }

    @Test
    void whatIsTooMuchOnlyForAWatchedAccountIsRefusedForGood() throws Exception {
        try (SingleAccountHarness one = alice("  limits: {recipients_per_hour: 100}\n")) {
            one.outputs(new LogEntry.CaseRequest(new org.sekimori.cases.CaseCommand.Report(
                    new org.sekimori.cases.CaseCommand.Header("r", one.account(), NINE, "sato", "test", null, null),
                    "",
                    "")));
            one.outputs(new LogEntry.CaseRequest(new org.sekimori.cases.CaseCommand.Release(
                    new org.sekimori.cases.CaseCommand.Header("o", one.account(), NINE, "sato", "test", null, null),
                    true,
                    "asked")));
            SubmissionAnswer refused = answer(one, mail(NINE.plusSeconds(60)).recipients(26));

            assertThat(refused.verdict().code()).isEqualTo(550);
            assertThat(refused.text()).contains("(recipients within an hour: 25)");
        }
    }

    @Test
    void aMessageThatIsTriedAgainIsFlaggedOnce() throws Exception {
        try (SingleAccountHarness one = alice("  limits: {recipients_per_hour: 500}\n")) {
            for (int day = 0; day < 9; day++) {
                one.step(mail(NINE.minus(Duration.ofDays(day + 1L))));
            }
            List<List<String>> flags = new ArrayList<>();
            for (int attempt = 0; attempt < 4; attempt++) {
                Decision decision =
                        one.decide(mail(NINE.plusSeconds(300L * attempt)).recipients(600));
                assertThat(decision.findings())
                        .anyMatch(finding -> finding.rule().equals("first-send-at-limit"));
                flags.add(decision.flags());
            }
            assertThat(flags).containsExactly(List.of("first-send-at-limit"), List.of(), List.of(), List.of());
        }
    }

    @Test
    void aDeferredMessageThatIsTriedAgainIsFlaggedOnceAndOnceMoreAfterTheNextThatPassed() throws Exception {
        try (SingleAccountHarness one = alice("  limits: {recipients_per_hour: 100}\n")) {
            one.step(mail(NINE.minus(Duration.ofDays(1))));
            one.step(mail(NINE).recipients(60));
            List<Boolean> flagged = new ArrayList<>();
            for (int attempt = 1; attempt < 4; attempt++) {
                flagged.add(!one.decide(mail(NINE.plusSeconds(20L * attempt)).recipients(60))
                        .flags()
                        .isEmpty());
            }
            assertThat(one.decide(mail(NINE.plusSeconds(100)).recipients(30))
                            .verdict()
                            .word())
                    .isEqualTo("accept");
            flagged.add(!one.decide(mail(NINE.plusSeconds(120)).recipients(60))
                    .flags()
                    .isEmpty());

            assertThat(flagged).containsExactly(true, false, false, true);
        }
    }

    @Test
    void aFlagAfterTheReleaseBeginsTheCaseAnewAlsoForTheSameMail() throws Exception {
        try (SingleAccountHarness one = alice("  limits: {recipients_per_hour: 500}\n")) {
            one.step(mail(NINE.minus(Duration.ofDays(1))));
            one.decide(mail(NINE).recipients(600));
            one.outputs(new LogEntry.HoldRequest(
                    new HoldCommand.Place("h", one.account(), NINE.plusSeconds(5), "sato", "test", null, "")));
            one.outputs(new LogEntry.HoldRequest(
                    new HoldCommand.Release("r", one.account(), NINE.plusSeconds(10), "sato", "test", true, "told")));

            assertThat(one.decide(mail(NINE.plusSeconds(60)).recipients(600)).flags())
                    .containsExactly("first-send-at-limit");
        }
    }
}
