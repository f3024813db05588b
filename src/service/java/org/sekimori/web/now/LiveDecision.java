package org.sekimori.web.now;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.json.RecordedDecision;
import org.sekimori.text.UtcTimeText;

/**
 * A decision as the page of what happens now shows it.
 *
 * @param number rises by one with each that is shown
 * @param verdict the word, such as {@code reject}
 * @param country code of the origin's country; null without one
 * @param rule that refused, or flagged; null if none did
 * @param reason of that rule; null if none did
 */
record LiveDecision(
        long number,
        Instant time,
        String account,
        String verdict,
        String reference,
        @Nullable String country,
        @Nullable String rule,
        @Nullable String reason,
        boolean flagged) {

    private static final int MOST_REASON = 300;

    static LiveDecision of(long number, RecordedDecision decision) {
        RecordedDecision.@Nullable RecordedFinding finding = decision.findings().stream()
                .filter(one -> one.mode().equals("enforce"))
                .findFirst()
                .orElse(null);
        @Nullable
        String reason =
                finding == null || finding.reason() == null ? null : UtcTimeText.truncateTimesIn(finding.reason());
        return new LiveDecision(
                number,
                decision.time(),
                decision.account(),
                decision.verdict(),
                decision.reference(),
                decision.origin().country(),
                finding == null ? null : finding.rule(),
                reason == null || reason.length() <= MOST_REASON ? reason : reason.substring(0, MOST_REASON) + "…",
                !decision.flags().isEmpty());
    }

    /** Whether it is more than mail that passes. */
    boolean notable() {
        return flagged || !verdict.equals("accept");
    }
}
