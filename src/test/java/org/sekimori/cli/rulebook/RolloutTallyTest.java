package org.sekimori.cli.rulebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Origin;
import org.sekimori.mail.Verdict;

/** What {@code rollout} prints of replayed decisions, and what it says is missing. */
class RolloutTallyTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Verdict REJECT = new Verdict.Reject(550, "5.7.1");

    private final RolloutTally tally = new RolloutTally(NOW.minus(Duration.ofDays(30)), 30);

    private void decided(String account, int daysAgo, Verdict verdict, @Nullable Verdict would) {
        tally.add(Decision.builder("id", NOW.minus(Duration.ofDays(daysAgo)), Account.of(account), verdict)
                .eventId("e1")
                .reference("AAAA-AAAA")
                .would(would)
                .findings(List.of(new Finding(
                        "a-rule",
                        1,
                        Finding.Mode.ENFORCE,
                        Finding.Severity.LOW,
                        Finding.Effect.REJECT,
                        "because",
                        Map.of())))
                .origin(new Origin.Unknown("no_entry", null, null))
                .rulebook("book")
                .build());
    }

    private String table() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        tally.table(out);
        out.flush();
        return text.toString();
    }

    @Test
    void theAccountWithMostRefusalsComesFirstAndAdviceCountsAsWhatItAdvises() {
        decided("alice@isp.example", 1, REJECT, null);
        decided("bob@isp.example", 2, Verdict.ACCEPT, REJECT);
        decided("bob@isp.example", 3, REJECT, null);
        decided("carol@isp.example", 1, Verdict.ACCEPT, new Verdict.Quarantine());
        decided("dave@isp.example", 1, Verdict.ACCEPT, null);

        assertThat(table().lines())
                .startsWith("2 accounts would have been refused in the last 30 days, 3 messages in all.")
                .containsSubsequence(
                        "bob@isp.example                             2  2026-11-28T12:00:00Z  unknown                  a-rule",
                        "alice@isp.example                           1  2026-11-29T12:00:00Z  unknown                  a-rule",
                        "1 message would have been quarantined, of 1 account.")
                .noneMatch(line -> line.contains("dave"));
        assertThat(tally.hints()).isEmpty();
    }

    @Test
    void aShortAnswerSaysWhatItLeavesOut() {
        assertThat(tally.hints()).containsExactly("the log has no submission yet, so nothing was judged");
        decided("alice@isp.example", 31, Verdict.ACCEPT, REJECT);
        tally.leaveOut();
        tally.leaveOut();

        assertThat(table()).startsWith("0 accounts would have been refused in the last 30 days, 0 messages in all.");
        assertThat(tally.hints())
                .containsExactly(
                        "2 imported submissions were not judged; --history judges them, too",
                        "1 message would have been refused before the last 30 days; --days counts further back");
    }
}
