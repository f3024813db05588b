package org.sekimori.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sekimori.cases.CaseSet;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.mail.Verdict;
import org.sekimori.profile.Profile;
import org.sekimori.rules.fact.FindingSizeLimiter;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.stream.json.DecisionJson;

/** A decision stays small, whatever rules put together out of what a stranger sent. */
class FindingSizeLimiterTest {

    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");
    private static final Account ALICE = Account.of("alice@isp.example");
    private static final Origin ORIGIN = new Origin.Unknown("no_address", null, null);

    private static MailEvent from(String sender) {
        return MailEvent.builder("e1", NOW, EventKind.ATTEMPT, ALICE)
                .sender(sender)
                .recipientCount(1)
                .size(100)
                .origin(ORIGIN)
                .build();
    }

    private static List<Finding> run(String drl, String sender) throws RulebookException {
        try (Rulebook rulebook = Rulebook.compile(MinimalRulebook.of(drl));
                RuleSession session = rulebook.newSession()) {
            List<Finding> findings = session.run(from(sender), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE);
            assertThat(session.run(from(sender), Profile.NEW, GrantSet.NONE, null, CaseSet.NONE))
                    .isEqualTo(findings);
            return findings;
        }
    }

    private static int octets(List<Finding> findings) {
        Decision.Shadow shadow = new Decision.Shadow("0123456789abcdef", true, Verdict.ACCEPT, List.of(), findings);
        return DecisionJson.write(Decision.builder("d1", NOW, ALICE, Verdict.ACCEPT)
                        .eventId("e1")
                        .reference("ABCD")
                        .findings(findings)
                        .origin(ORIGIN)
                        .rulebook("0123456789abcdef")
                        .shadow(shadow)
                        .build())
                .length;
    }

    /** Forty rules that make four calls each, and each call says the sender as often as it may. */
    private static String flood() {
        String evidence = IntStream.range(0, 16)
                .mapToObj(i -> ", \"e" + i + "\", s.getSender()")
                .collect(Collectors.joining());
        String calls = IntStream.range(0, 4)
                .mapToObj(i -> "s.advise(\"" + i + "\" + s.getSender() + s.getSender()" + evidence + ");")
                .collect(Collectors.joining("\n"));
        return IntStream.range(0, 40)
                .mapToObj(i -> MinimalRulebook.rule("small: " + i, "recipientCount > 0", calls))
                .collect(Collectors.joining());
    }

    @Test
    void aFloodOfFindingsStaysFarBelowWhatARecordMayHave() throws Exception {
        for (String sender : List.of("漢".repeat(320), "\"\\".repeat(160), "\u001b".repeat(320), "😀".repeat(160))) {
            List<Finding> findings = run(flood(), sender);
            assertThat(findings).hasSize(FindingSizeLimiter.MOST_FINDINGS);
            assertThat(octets(findings)).isBetween(10_000, 430_000);
            assertThat(findings.get(0).reason())
                    .hasSizeBetween(480, FindingSizeLimiter.MOST_REASON)
                    .endsWith("…");
            assertThat(findings.get(0).evidence()).hasSize(16).allSatisfy((name, value) -> assertThat((String) value)
                    .hasSizeBetween(190, FindingSizeLimiter.MOST_VALUE)
                    .endsWith("…"));
            assertThat(findings.get(98).reason()).hasSizeLessThanOrEqualTo(100).endsWith("…");
            assertThat(findings.get(99).reason()).endsWith(" … and 60 more findings");
        }
    }

    @Test
    void whatActsIsNotCrowdedOut() throws Exception {
        String last = MinimalRulebook.rule("small: zzz", "recipientCount > 0", "s.reject(\"~refused\", \"n\", 1);");
        List<Finding> findings = run(flood() + last, "bob@example.net");
        assertThat(findings.get(0)).satisfies(first -> {
            assertThat(first.effect()).isEqualTo(Effect.REJECT);
            assertThat(first.reason()).isEqualTo("~refused");
            assertThat(first.evidence()).hasToString("{n=1}");
        });
        assertThat(findings.get(99).reason()).endsWith(" … and 61 more findings");
    }

    @Test
    void aSenderCannotForgeALineOrMoveTheCursor() throws Exception {
        List<Finding> findings = run(
                MinimalRulebook.rule(
                        "small",
                        "recipientCount > 0",
                        "s.flag(\"sent by \" + s.getSender(), \"sender\", s.getSender());"),
                "a\u001b[2J\u202e\r\n@example.net");
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo("sent by a\\u001b[2J\\u202e\\u000d\\u000a@example.net");
            assertThat(finding.evidence()).hasToString("{sender=a\\u001b[2J\\u202e\\u000d\\u000a@example.net}");
        });
    }

    @Test
    void failuresLeaveRoomAndKeepTheRuleThatFailed() {
        List<Finding> failures = IntStream.range(0, 200)
                .mapToObj(i -> new Finding(
                        Finding.FAILURE_RULE,
                        1,
                        Finding.Mode.SHADOW,
                        Finding.Severity.HIGH,
                        Effect.ADVISE,
                        "x".repeat(FindingSizeLimiter.MOST_FAILURE),
                        Map.of("rule", "r" + i)))
                .toList();
        List<Finding> kept = FindingSizeLimiter.apply(failures);
        assertThat(kept).hasSize(FindingSizeLimiter.MOST_FAILURES).allSatisfy(one -> assertThat(one.evidence())
                .containsKey("rule"));
        assertThat(kept.get(19).reason()).endsWith(" … and 180 more findings");
    }
}
