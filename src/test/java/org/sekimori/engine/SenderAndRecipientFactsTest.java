package org.sekimori.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.SomeShippedRules;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;

/** Rules that ask for facts of senders and recipients which no worked example asks for, through the whole engine. */
class SenderAndRecipientFactsTest {

    private static final String KNOWN = """
              - {at: 2026-05-01T01:00:00Z, what: submission, from: JP, times: 5, every: 24h, to: [a, b, c, d, e, f, g, h, i, j, k, l]}
            """;

    private static final String SPEC = """
            id: %s
            title: Facts
            version: 1
            owner: abuse-desk
            severity: low
            mode: shadow
            description: Names facts.
            false_positives: Nobody.
            what_to_do: Nothing.
            text: send-limit
            """;

    private final Map<String, String> files = new TreeMap<>();

    @Test
    void theyAnswerAsTheirPageSays() throws Exception {
        rule("null-sender", "nullSender, senderDomain == \"\"");
        hit("null-sender", "{at: 2026-05-12T01:00:00Z, what: submission, from: JP, sender: \"\"}");
        miss("null-sender", "{at: 2026-05-12T01:00:00Z, what: submission, from: JP}");

        rule("sender-domain", "senderDomain == \"other.example\"");
        hit("sender-domain", "{at: 2026-05-12T01:00:00Z, what: submission, from: JP, sender: X@Other.Example}");
        miss("sender-domain", "{at: 2026-05-12T01:00:00Z, what: submission, from: JP, sender: other.example}");

        rule("two-of-three-new", "newRecipients - 1 == 1, newShare < 1, usualNewShare < 1");
        hit("two-of-three-new", "{at: 2026-05-12T01:00:00Z, what: submission, from: JP, to: [a, x, y]}");
        miss("two-of-three-new", "{at: 2026-05-12T01:00:00Z, what: submission, from: JP, to: [a, b, x]}");

        rule(
                "fans-out",
                "recipientDomains == recipientCount, distinctRecipientDomains(\"24h\") - recipientDomains == 1");
        hit("fans-out", """
                {at: 2026-05-12T01:00:00Z, what: submission, from: JP, to: [x@one.example]}
                  - {at: 2026-05-12T02:00:00Z, what: submission, from: JP, to: [x@two.example, y@three.example]}""");
        miss("fans-out", """
                {at: 2026-05-12T01:00:00Z, what: submission, from: JP, to: [x@one.example]}
                  - {at: 2026-05-13T02:00:00Z, what: submission, from: JP, to: [x@two.example, y@three.example]}""");

        rule("more-than-usual", "recipientCount > usualRecipientsPerMessage + usualRecipientsPerMessage");
        hit("more-than-usual", "{at: 2026-05-12T01:00:00Z, what: submission, from: JP, recipients: 15}");
        miss("more-than-usual", "{at: 2026-05-12T01:00:00Z, what: submission, from: JP, recipients: 13}");

        rule("strange-share", "newRecipientShareUnfamiliar(\"7d\") == 1, newRecipientEvidence > 0");
        hit("strange-share", """
                {at: 2026-05-12T01:00:00Z, what: submission, from: JP, address: 203.0.113.9, to: new}
                  - {at: 2026-05-12T02:00:00Z, what: submission, from: JP, to: new}""");
        miss("strange-share", """
                {at: 2026-05-12T01:00:00Z, what: submission, from: JP, address: 203.0.113.9, to: [a]}
                  - {at: 2026-05-12T02:00:00Z, what: submission, from: JP, to: new}""");

        rule("bounces", "bounceEvidence > 0");
        hit("bounces", """
                {at: 2026-05-12T01:00:00Z, what: submission, from: JP, to: [a, b], queue_id: Q}
                  - {at: 2026-05-12T01:01:00Z, what: bounced, times: 2, queue_id: Q, status_code: 5.1.1}
                  - {at: 2026-05-12T02:00:00Z, what: submission, from: JP, to: [a]}""");
        miss("bounces", """
                {at: 2026-05-12T01:00:00Z, what: submission, from: JP, to: [a, b], queue_id: Q}
                  - {at: 2026-05-12T01:01:00Z, what: bounced, times: 2, queue_id: Q, status_code: 5.7.1}
                  - {at: 2026-05-12T02:00:00Z, what: submission, from: JP, to: [a]}""");

        rule("eleven-days-old", "accountAgeDays - 1 - idleDays > 1, idleDays > 1");
        hit("eleven-days-old", "{at: 2026-05-12T01:00:00Z, what: submission, from: JP}");
        miss("eleven-days-old", "{at: 2026-05-06T01:00:00Z, what: submission, from: JP}");

        rule("judged", "confirmedCases == 1, falseAlarmCases == 1");
        String closed = """
                {at: 2026-05-12T01:00:00Z, what: case_report, reason: a letter}
                  - {at: 2026-05-12T02:00:00Z, what: case_close, outcome: false_positive, reason: it was not}
                  - {at: 2026-05-13T01:00:00Z, what: case_report, reason: a letter}
                  - {at: 2026-05-13T02:00:00Z, what: case_close, outcome: confirmed, reason: it was}
                """;
        hit("judged", closed + "  - {at: 2026-05-20T02:00:00Z, what: submission, from: JP, to: [a]}");
        miss("judged", closed + "  - {at: 2026-08-20T02:00:00Z, what: submission, from: JP, to: [a]}");

        try (Rulebook rulebook = compiled()) {
            assertThat(RuleTestRunner.run(
                            rulebook,
                            rulebook.ruleTests().stream()
                                    .filter(one -> files.containsKey("any/" + one.rule() + "/rule.drl"))
                                    .toList()))
                    .hasSize(2 * 9)
                    .allSatisfy(result ->
                            assertThat(result.passed()).as(result.toString()).isTrue());
        }
    }

    @Test
    void aRuleThatIsNotThereAndAWindowOfHoursAreNamedWithTheWayOut() {
        rule("earlier", "flaggedDays(\"many-place\", \"7d\") > 1");
        assertThatThrownBy(this::compiled)
                .isInstanceOf(RulebookException.class)
                .hasMessageContaining("there is no flaggedDays \"many-place\"; did you mean 'many-places'?");
        rule("earlier", "flaggedDays(\"many-places\", \"24h\") > 1");
        assertThatThrownBy(this::compiled).hasMessageContaining("1d (today) to 35d, not 24h");
        rule("earlier", "flaggedDays(\"many-places\") > 1");
        assertThatThrownBy(this::compiled).hasMessageContaining("is written flaggedDays(\"many-places\", \"7d\")");
    }

    private Rulebook compiled() throws RulebookException {
        RulebookFiles all = SomeShippedRules.of("many-places");
        for (Map.Entry<String, String> file : files.entrySet()) {
            all = all.with(file.getKey(), file.getValue());
        }
        return Rulebook.compile(all);
    }

    private void rule(String id, String condition) {
        files.put("any/" + id + "/rule.yml", SPEC.formatted(id));
        files.put(
                "any/" + id + "/rule.drl",
                "rule \"" + id + "\"\nwhen\n    s : Submission( " + condition
                        + " )\nthen\n    s.flag(\"seen\");\nend\n");
    }

    private void hit(String id, String entries) {
        test(id, entries, true);
    }

    private void miss(String id, String entries) {
        test(id, entries, false);
    }

    private void test(String id, String entries, boolean hit) {
        List<String> lines = List.of(
                "title: " + (hit ? "Hit" : "Miss"),
                "account: alice@isp.example",
                "policy: {home: [JP], time_zone: UTC}",
                "entries:",
                KNOWN.stripTrailing(),
                "  - " + entries.strip(),
                "expect: {verdict: accept, hit: " + hit + "}");
        files.put("any/" + id + "/tests/" + (hit ? "hit" : "miss") + ".yml", String.join("\n", lines) + "\n");
    }
}
