package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.CaseCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.neighbours.KeyKind;
import org.sekimori.neighbours.NeighbourNews;
import org.sekimori.neighbours.NeighbourReport;
import org.sekimori.neighbours.NeighbourReport.Evidence;
import org.sekimori.neighbours.SharedKey;
import org.sekimori.rules.ExampleRules;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.HomeCountryOverride;
import org.sekimori.rules.source.RulebookFiles;

/** What the step reports about an account, and what it does with what the account is told. */
@SuppressWarnings("NullAway.Init")
class NeighbourStepTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final String ABROAD = "203.0.113.9";
    private static final SharedKey NETWORK = SharedKey.of(KeyKind.NETWORK, "203.0.113.0/24");

    private static Rulebook asking;
    private static Rulebook silent;

    @BeforeAll
    static void compile() throws Exception {
        asking = Rulebook.compile(HomeCountryOverride.apply(ExampleRules.onTopOfTheShipped(), List.of("JP")));
        Map<String, String> files =
                new TreeMap<>(RulebookFiles.read(Path.of("rules")).files());
        files.keySet().removeIf(name -> name.startsWith("evidence/neighbours/"));
        silent = Rulebook.compile(HomeCountryOverride.apply(new RulebookFiles(new TreeMap<>(files)), List.of("JP")));
    }

    @AfterAll
    static void release() {
        asking.close();
        silent.close();
    }

    private static List<NeighbourReport> reports(List<StepOutput> outputs) {
        return outputs.stream()
                .filter(StepOutput.NeighbourReported.class::isInstance)
                .map(output -> ((StepOutput.NeighbourReported) output).report())
                .toList();
    }

    private static List<KeyKind> kinds(List<NeighbourReport> reports) {
        return reports.stream().map(report -> report.key().kind()).toList();
    }

    private static TestEventBuilder mail(Duration after) {
        return TestEventBuilder.submission(NOON.plus(after)).from("JP", ABROAD);
    }

    @Test
    void whereNoRuleAsksNothingIsReportedOrRemembered() {
        try (SingleAccountHarness alice = new SingleAccountHarness(silent, "alice@isp.example")) {
            assertThat(reports(alice.outputs(mail(Duration.ZERO)))).isEmpty();
            assertThat(reports(alice.outputs(
                            TestEventBuilder.of(EventKind.AUTH_FAILED, NOON).from("JP", ABROAD))))
                    .isEmpty();
            assertThat(silent.neighbourQuestions().none()).isTrue();
        }
    }

    @Test
    void onlyWhatTheRulesAskForIsReportedAndOnlyOnce() {
        try (SingleAccountHarness alice = new SingleAccountHarness(asking, "alice@isp.example")) {
            List<NeighbourReport> first = reports(alice.outputs(mail(Duration.ZERO)));
            assertThat(kinds(first)).containsExactly(KeyKind.NETWORK, KeyKind.ADDRESS, KeyKind.SENDER_DOMAIN);
            assertThat(first.get(0).messages()).as("its sum is not asked for").isZero();
            assertThat(first.get(1).messages()).isEqualTo(1);
            assertThat(kinds(reports(alice.outputs(mail(Duration.ofMinutes(1))))))
                    .as("sums go on")
                    .containsExactly(KeyKind.ADDRESS, KeyKind.SENDER_DOMAIN);
        }
    }

    @Test
    void failedLogInsUnderInventedNamesAreCountedByAddressAndLeaveNoState() {
        try (SingleAccountHarness nobody = new SingleAccountHarness(asking, "nobody@isp.example")) {
            List<NeighbourReport> reports = reports(nobody.outputs(
                    TestEventBuilder.of(EventKind.AUTH_FAILED, NOON).from("BR", ABROAD)));
            assertThat(reports).singleElement().satisfies(report -> {
                assertThat(report.key()).isEqualTo(SharedKey.of(KeyKind.ADDRESS, ABROAD));
                assertThat(report.failed()).isEqualTo(1);
            });
            assertThat(nobody.outputs(
                            TestEventBuilder.of(EventKind.AUTH_SUCCEEDED, NOON).from("BR", ABROAD)))
                    .isEmpty();
        }
    }

    @Test
    void aGraveCaseIsEvidenceAndAFalseAlarmTakesItBack() {
        try (SingleAccountHarness thief = new SingleAccountHarness(asking, "thief@isp.example")) {
            thief.outputs(mail(Duration.ZERO).recipients(501));
            List<NeighbourReport> flagged =
                    reports(thief.outputs(mail(Duration.ofMinutes(1)).recipients(501)));
            assertThat(flagged).extracting(NeighbourReport::evidence).doesNotContain(Evidence.CLEARED);

            List<NeighbourReport> closed = reports(thief.outputs(new LogEntry.CaseRequest(new CaseCommand.Close(
                    new CaseCommand.Header("c1", thief.account(), NOON.plusSeconds(90), "sato", "cli", null, null),
                    Outcome.FALSE_POSITIVE,
                    true,
                    "a newsletter"))));

            assertThat(closed)
                    .extracting(NeighbourReport::evidence)
                    .contains(Evidence.CLEARED)
                    .containsOnly(Evidence.CLEARED);
            assertThat(kinds(closed)).contains(KeyKind.NETWORK);
        }
    }

    @Test
    void newsAreRememberedForAnAccountThatIsKnownAndNotAfterItsEnd() {
        Account account = Account.of("alice@isp.example");
        LogEntry told = new LogEntry.NeighboursTold(new NeighbourNews(
                account,
                NETWORK,
                NOON.plusSeconds(3),
                List.of(NOON.getEpochSecond() / 3600),
                0,
                false,
                0,
                0,
                0,
                0,
                0,
                0,
                0));
        try (SingleAccountHarness alice = new SingleAccountHarness(asking, "alice@isp.example")) {
            alice.outputs(told);
            assertThat(rules(alice, Duration.ofSeconds(5))).doesNotContain("network-flagged-today");
            assertThat(alice.outputs(told)).isEmpty();
            assertThat(rules(alice, Duration.ofSeconds(10))).contains("network-flagged-today");
            List<NeighbourReport> gone =
                    reports(alice.outputs(TestEventBuilder.of(EventKind.ACCOUNT_CLOSED, NOON.plusSeconds(20))));
            assertThat(gone).isNotEmpty().allSatisfy(report -> assertThat(report.evidence())
                    .isEqualTo(Evidence.GONE));
            assertThat(rules(alice, Duration.ofSeconds(30))).doesNotContain("network-flagged-today");
        }
    }

    private static List<String> rules(SingleAccountHarness account, Duration after) {
        return account.decide(mail(after)).findings().stream()
                .map(finding -> finding.rule())
                .toList();
    }

    @Test
    void aListOfRecipientsHasFourKeys() {
        try (SingleAccountHarness alice = new SingleAccountHarness(asking, "alice@isp.example")) {
            List<String> people = IntStream.range(0, 20)
                    .mapToObj(i -> "k-" + i + "@example.net")
                    .toList();
            assertThat(kinds(reports(alice.outputs(mail(Duration.ZERO).to(people)))))
                    .filteredOn(kind -> kind == KeyKind.RECIPIENTS)
                    .hasSize(4);
        }
    }
}
