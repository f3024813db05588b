package org.sekimori.engine;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.RuleHits;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.mail.MailEvent;
import org.sekimori.text.EscapedText;

/**
 * Downgrades flags that repeat an open case. A refused message is tried again, by a server every few minutes for days: while
 * nothing was sent since a rule flagged, its next flag concerns the same mail and is recorded as advice. After a release every
 * flag counts, because it shows that the release has not helped.
 */
final class RepeatedFlagFilter {

    private static final String KNOWN = "; flagged already, and nothing was sent since";
    private static final int MOST_REASON = 500;

    private RepeatedFlagFilter() {}

    /** The findings of a submission that is refused, such flags among them as advice. */
    static List<Finding> downgrade(List<Finding> findings, AccountState state, MailEvent event, ZoneId zone) {
        Case open = state.caseSet().open();
        if (open == null || !followed(open.state())) {
            return findings;
        }
        Instant accepted = state.profile().at(event.time(), zone).lastAccepted();
        return findings.stream()
                .map(finding -> repeats(finding, open, accepted, event.time()) ? advice(finding) : finding)
                .toList();
    }

    private static boolean followed(State state) {
        return state == State.FLAGGED || state == State.NOTIFIED || state == State.HELD || state == State.CLEANED;
    }

    private static boolean repeats(Finding finding, Case open, Instant accepted, Instant now) {
        if (finding.mode() != Mode.ENFORCE || !finding.effect().flags()) {
            return false;
        }
        for (RuleHits hits : open.rules()) {
            if (hits.rule().equals(finding.rule())) {
                return accepted.isBefore(hits.last()) && !now.isBefore(hits.last());
            }
        }
        return false;
    }

    private static Finding advice(Finding finding) {
        return finding.with(Effect.ADVISE, EscapedText.of(finding.reason() + KNOWN, MOST_REASON), finding.evidence());
    }
}
