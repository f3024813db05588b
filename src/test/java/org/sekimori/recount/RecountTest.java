package org.sekimori.recount;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecountTest {

    private static final String ALICE = "alice@isp.example";
    private static final String BOB = "bob@isp.example";

    private final TopicFixture log = new TopicFixture();

    @Test
    void aSoundLogIsOk() {
        soundLog();

        RecountReport report = log.report();

        assertThat(report.ok()).isTrue();
        assertThat(report.accounts()).isEqualTo(2);
        assertThat(report.attempts()).isEqualTo(4);
        assertThat(report.decisions()).isEqualTo(4);
        assertThat(report.answers()).isEqualTo(1);
        assertThat(report.types()).containsEntry("mail attempt", 4L).containsEntry("answered", 1L);
        assertThat(report.toString()).doesNotContain("NOT OK").contains("attempts without a decision");
    }

    @Test
    void findsAMissingDecision() {
        soundLog();
        log.attempt(0, ALICE, "a4", 1);

        assertFault(LogInconsistency.MISSING, "a4");
    }

    @Test
    void findsADoubledDecision() {
        soundLog();
        log.decision(0, ALICE, "a3", "accept", 2, 5, 1);

        assertFault(LogInconsistency.DOUBLED, "a3");
    }

    @Test
    void findsADecisionThatIsAboutNothing() {
        soundLog();
        log.decision(0, ALICE, "a9", "accept", 3, 6, 1);

        assertFault(LogInconsistency.UNFOUNDED, "a9");
    }

    @Test
    void findsEachCounterThatIsWrong() {
        log.attempt(0, ALICE, "a1", 2);
        log.attempt(0, ALICE, "a2", 2);
        log.attempt(0, ALICE, "a3", 2);
        log.attempt(0, ALICE, "a4", 2);
        log.decision(0, ALICE, "a1", "accept", 2, 2, 0);
        log.decision(0, ALICE, "a2", "accept", 3, 3, 0);
        log.decision(0, ALICE, "a3", "reject", 3, 3, 0);
        log.decision(0, ALICE, "a4", "accept", 4, 5, 0);

        RecountReport report = log.report();

        assertThat(report.faults())
                .containsOnlyKeys(LogInconsistency.COUNTERS)
                .containsEntry(LogInconsistency.COUNTERS, 3L);
        assertThat(report.problems().get(0))
                .contains("1 accepted with 2 recipients, 0 refused")
                .contains("2 accepted with 2 recipients, 0 refused");
    }

    @Test
    void aDecisionWithoutCountersIsWrong() {
        log.attempt(0, ALICE, "a1", 1);
        log.decision(0, ALICE, """
                {"id":"d","event_id":"a1","account":"%s","verdict":"accept"}""".formatted(ALICE));

        assertFault(LogInconsistency.COUNTERS, "a1");
    }

    @Test
    void findsAnAnswerThatDiffersFromTheDecision() {
        soundLog();
        log.answered(0, ALICE, "a2", "accept", "log");

        assertFault(LogInconsistency.ANSWER, "a2");
    }

    @Test
    void findsAnAnswerFromTheLogThatWasNeverDecided() {
        soundLog();
        log.answered(0, ALICE, "a9", "accept", "log");

        assertFault(LogInconsistency.ANSWER, "a9");
    }

    @Test
    void countsFallbacksApart() {
        soundLog();
        log.answered(0, ALICE, "a1", "accept", "fallback");
        log.answered(0, ALICE, "a2", "accept", "fallback");
        log.answered(0, ALICE, "a9", "accept", "fallback");

        RecountReport report = log.report();

        assertThat(report.ok()).isTrue();
        assertThat(report.fallbackAgreed()).isEqualTo(1);
        assertThat(report.fallbackDiffered()).isEqualTo(1);
        assertThat(report.fallbackUndecided()).isEqualTo(1);
    }

    @Test
    void findsADecisionThatIsOutOfOrder() {
        log.attempt(0, ALICE, "a1", 1);
        log.attempt(0, ALICE, "a2", 1);
        log.decision(0, ALICE, "a2", "accept", 1, 1, 0);
        log.decision(0, ALICE, "a1", "accept", 2, 2, 0);

        assertFault(LogInconsistency.OUT_OF_ORDER, "a1");
    }

    @Test
    void findsADecisionInAnotherPartition() {
        log.attempt(0, ALICE, "a1", 1);
        log.decision(1, ALICE, "a1", "accept", 1, 1, 0);

        assertFault(LogInconsistency.OUT_OF_ORDER, "a1");
    }

    @Test
    void findsADecisionUnderAnotherAccount() {
        log.attempt(0, ALICE, "a1", 1);
        log.decision(0, BOB, "a1", "accept", 1, 1, 0);

        assertFault(LogInconsistency.OUT_OF_ORDER, "a1");
    }

    @Test
    void findsAnAccountInTwoPartitions() {
        soundLog();
        log.event(1, ALICE, "a4", "bounced", "");

        assertFault(LogInconsistency.MISPLACED, "a4");
    }

    @Test
    void aRepetitionCountsOnce() {
        soundLog();
        log.attempt(0, ALICE, "a1", 1);

        RecountReport report = log.report();

        assertThat(report.ok()).isTrue();
        assertThat(report.attempts()).isEqualTo(4);
        assertThat(report.repetitions()).isEqualTo(1);
    }

    @Test
    void anIdOfTwoAccountsIsAFault() {
        soundLog();
        log.attempt(1, BOB, "a1", 1);

        assertFault(LogInconsistency.MISPLACED, "a1");
    }

    @Test
    void nothingIsDecidedAboutImportedPast() {
        log.event(0, ALICE, "a1", "attempt", ",\"history\":true");
        assertThat(log.report().ok()).isTrue();
        assertThat(log.report().history()).isEqualTo(1);

        log.decision(0, ALICE, "a1", "accept", 1, 1, 0);
        assertFault(LogInconsistency.UNFOUNDED, "a1");
    }

    @Test
    void otherEntriesAreCountedByType() {
        soundLog();
        log.entry(0, ALICE, "{\"type\":\"grant_open\"}");
        log.entry(0, "", "{\"type\":\"rulebook_activated\"}");
        log.entry(1, "", "{\"type\":\"rulebook_activated\"}");
        log.event(0, ALICE, "a8", "accepted", "");

        assertThat(log.report().types())
                .containsEntry("grant_open", 1L)
                .containsEntry("rulebook_activated", 2L)
                .containsEntry("mail accepted", 1L);
        assertThat(log.report().ok()).isTrue();
    }

    @Test
    void verdictsAreComparedWithAnIndependentJudge() {
        soundLog();
        ExpectedVerdict judge = event -> {
            String country = event.path("origin").path("country").asString("");
            return event.path("id").asString().equals("b1") ? null : country.equals("JP") ? "accept" : "reject";
        };

        RecountReport report = log.report(judge);

        // The second attempt was rejected although all origins are Japanese.
        assertThat(report.verified()).isEqualTo(3);
        assertThat(report.faults()).containsOnlyKeys(LogInconsistency.VERDICT);
        assertThat(report.problems()).singleElement().asString().contains("a2", "should be accept");
    }

    @Test
    void brokenValuesAreFaults() {
        log.entry(0, ALICE, "{");
        log.entry(0, ALICE, "[]");
        log.decision(0, ALICE, "{\"verdict\":\"perhaps\"}");

        assertThat(log.report().faults())
                .containsOnlyKeys(LogInconsistency.UNREADABLE)
                .containsEntry(LogInconsistency.UNREADABLE, 3L);
    }

    @Test
    void onlyTheFirstTwentyFaultsAreDescribed() {
        for (int i = 0; i < 30; i++) {
            log.attempt(0, ALICE, "a" + i, 1);
        }

        assertThat(log.report().problems()).hasSize(20);
        assertThat(log.report().faults()).containsEntry(LogInconsistency.MISSING, 30L);
    }

    /** Alice sends to one, is refused, sends to four; Bob sends to one. */
    private void soundLog() {
        log.attempt(0, ALICE, "a1", 1);
        log.attempt(0, ALICE, "a2", 3);
        log.attempt(1, BOB, "b1", 1);
        log.attempt(0, ALICE, "a3", 4);
        log.answered(0, ALICE, "a2", "reject", "log");
        log.decision(1, BOB, "b1", "accept", 1, 1, 0);
        log.decision(0, ALICE, "a1", "accept", 1, 1, 0);
        log.decision(0, ALICE, "a2", "reject", 1, 1, 1);
        log.decision(0, ALICE, "a3", "accept", 2, 5, 1);
    }

    private void assertFault(LogInconsistency fault, String about) {
        RecountReport report = log.report();

        assertThat(report.ok()).isFalse();
        assertThat(report.faults()).containsOnlyKeys(fault).containsEntry(fault, 1L);
        assertThat(report.problems())
                .singleElement()
                .asString()
                .startsWith(fault.name())
                .contains(about);
        assertThat(report.toString()).endsWith("NOT OK");
    }
}
