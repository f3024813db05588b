package org.sekimori.cli.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.archive.FoundDecision;
import org.sekimori.archive.FoundDecision.ClientOrigin;
import org.sekimori.archive.FoundDecision.SentAnswer;
import org.sekimori.archive.lookup.DecisionPage;
import org.sekimori.cli.CommandRun;

class SearchResultTextTest {

    private static final Instant NOW = Instant.parse("2026-11-26T21:00:00Z");
    private static final ClientOrigin PARIS =
            new ClientOrigin("country", "FR", "198.51.100.0/24", "198.51.100.7", null);

    private static FoundDecision decision(
            String account, ClientOrigin origin, List<String> rules, @Nullable SentAnswer answer) {
        return FoundDecision.builder(NOW.minusSeconds(60), "K7QX3M2P000000000000", account, "reject")
                .reference("K7QX-3M2P")
                .eventId("e1")
                .code(550)
                .enhancedCode("5.7.1")
                .rules(rules)
                .origin(origin)
                .server("mx1")
                .queueId("4Q1")
                .sender(account)
                .recipientCount(1)
                .size(2048L)
                .told(answer)
                .build();
    }

    private static String text(DecisionPage page, boolean onLog) {
        return SearchResultText.of(page, Map.of("queue_id", "4Q1"), onLog, NOW);
    }

    private static DecisionPage page(FoundDecision... decisions) {
        return new DecisionPage(List.of(decisions), null, 0, 0, null);
    }

    @Test
    void aDecisionIsALine() {
        assertThat(text(page(decision("alice@isp.example", PARIS, List.of("overseas-without-grant"), null)), false))
                .isEqualTo("""
                        TIME                  REFERENCE  VERDICT  ACCOUNT            FROM             WHY
                        2026-11-26T20:59:00Z  K7QX-3M2P  reject   alice@isp.example  FR 198.51.100.7  overseas-without-grant

                        1 decision, newest first. Explain one: ./sekimori why K7QX-3M2P
                        """);
    }

    @Test
    void aQuarantineIsNotCut() {
        FoundDecision held = FoundDecision.builder(NOW, "K7QX3M2P000000000000", "alice@isp.example", "quarantine")
                .reference("K7QX-3M2P")
                .eventId("e1")
                .rules(List.of("stolen-account"))
                .origin(PARIS)
                .build();
        assertThat(text(page(held), false)).contains("  quarantine  alice@isp.example  ");
    }

    @Test
    void whatWasReallyToldStandsFirst() {
        SentAnswer answer = new SentAnswer(NOW, "accept", "fallback", "postfix@mx1");

        assertThat(text(page(decision("alice@isp.example", PARIS, List.of("overseas-without-grant"), answer)), false))
                .contains("FR 198.51.100.7  told accept (fallback)");
    }

    @Test
    void noLineIsLongerThan120ColumnsAndNoneIsForged() {
        ClientOrigin far = new ClientOrigin("country", "DE", null, "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", null);
        String hostile = "\u001b[31m\u202eevil\n" + "x".repeat(200) + "@isp.example";

        assertThat(text(page(decision(hostile, far, List.of("a".repeat(90), "b".repeat(90)), null)), false))
                .contains("\\u001b[31m\\u202eevil")
                .doesNotContain("\u001b", "\u202e")
                .satisfies(shown -> assertThat(shown.lines()).hasSize(4).allMatch(line -> line.length() <= 120));
        assertThat(SearchResultText.of(page(), Map.of("rule", "\u001b]0;x\u0007"), false, NOW))
                .doesNotContain("\u001b", "\u0007");
    }

    @Test
    void nothingFoundSaysWhatWasSearchedAndUntilWhen() {
        assertThat(text(page(), true)).isEqualTo("""
                        No decision with queue-id 4Q1.
                        Searched: the log, which keeps 35 days, until 2026-11-26T21:00:00Z.
                        """);
        assertThat(text(page(), false))
                .contains(
                        "Searched: the archive, which keeps 90 days, until 2026-11-26T21:00:00Z;", "not be there yet");
    }

    @Test
    void anArchiveThatLagsSaysSo() {
        assertThat(text(new DecisionPage(List.of(), null, 1234, 42, null), false))
                .contains("as far as it has come", "The archive is 1,234 records (42 s) behind the log", "--log");
        assertThat(text(new DecisionPage(List.of(), null, 0, 0, "Connection refused"), false))
                .contains("as far as it has come", "cannot store at the moment (Connection refused)");
    }

    @Test
    void theNextPageIsOneOptionAway() {
        DecisionPage first =
                new DecisionPage(List.of(decision("alice@isp.example", PARIS, List.of("r"), null)), "MTIz", 0, 0, null);

        assertThat(text(first, false)).contains("There are more: the same command with --cursor MTIz");
    }

    @ParameterizedTest
    @CsvSource({
        "90s, 2026-11-26T20:58:30Z",
        "30m, 2026-11-26T20:30:00Z",
        "2h, 2026-11-26T19:00:00Z",
        "7d, 2026-11-19T21:00:00Z",
        "999999d, 1970-01-01T00:00:00Z",
        "2026-11-26T00:00:00Z, 2026-11-26T00:00:00Z",
        "2 hours, 2 hours"
    })
    void aTimeMayBeSoLongAgo(String given, String meant) {
        assertThat(SearchCommand.moment(given, NOW)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--limit=5", "--json"})
    void somethingMustBeLookedFor(String option) {
        CommandRun result = CommandRun.run("search", option);

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("sekimori: say what to look for, such as --reference");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --since=yesterday  | --since: must be an RFC 3339 time
            --since=yesterday  | or so long ago: 90s, 30m, 2h or 7d
            --queue-id=        | --queue-id: is empty
            --address=1.2.3    | --address: is not an IP address
            --verdict=bounce   | --verdict: must be accept, quarantine, defer or reject
            """)
    void aBrokenOptionIsNamedAsItWasTyped(String option, String words) {
        CommandRun result = CommandRun.run("search", option);

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains(words);
    }

    @Test
    void thePageNamesOptionsThatExist() throws IOException {
        String help = CommandRun.run("search", "--help").out();

        assertThat(Pattern.compile("--[a-z][a-z-]*")
                        .matcher(Files.readString(Path.of("docs/search.md")))
                        .results()
                        .map(found -> found.group()))
                .hasSizeGreaterThan(10)
                .allSatisfy(option -> assertThat(help).contains(option));
    }
}
