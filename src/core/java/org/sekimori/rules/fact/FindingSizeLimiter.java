package org.sekimori.rules.fact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.mail.Finding;
import org.sekimori.text.EscapedText;

/**
 * Bounds the findings on one submission, whatever text rules build from senders and literals: a decision too large for a record
 * would block the partition for ever.
 *
 * <p>The bound. All text of the findings has at most {@link #MOST_TEXT} characters, and {@link #SHORT_REASON} more for each
 * finding that comes after these: 40,000 + 120 × 160 = 59,200, of at most three octets in UTF-8. JSON adds at most 300 octets a
 * finding, so the findings of a rulebook take less than 59,200 × 3 + 120 × 300 = 213,600 octets, and a decision with a
 * candidate's findings less than 430,000; a record may have 1,048,576.
 */
public final class FindingSizeLimiter {

    /** Most findings of one submission, failures of rules apart. */
    public static final int MOST_FINDINGS = 100;

    /** Most failures that are recorded of one submission. When these rules have been switched off, it is the next ones' turn. */
    public static final int MOST_FAILURES = 20;

    /** Longest reason, in characters. */
    public static final int MOST_REASON = 500;

    /** Longest reason of a failure. */
    public static final int MOST_FAILURE = 150;

    /** Longest text of an evidence. */
    public static final int MOST_VALUE = 200;

    /** Text of all findings of one submission, in characters; later ones are shortened. */
    public static final int MOST_TEXT = 40_000;

    /** Longest reason of a shortened finding, which has no evidence. */
    public static final int SHORT_REASON = 100;

    /** This many findings cannot exceed the limit: 8 × (500 + 16 × (60 + 200)) = 37,280 characters. */
    private static final int NEVER_TOO_MUCH = 8;

    /** Longest number, {@code -1.7976931348623157E308}. */
    private static final int NUMBER = 24;

    private final List<Finding> kept = new ArrayList<>();
    private int findings;
    private int failures;
    private int text;
    private int left;

    private FindingSizeLimiter() {}

    /** The kept findings, in the given order, strongest first; the same list if all are kept. */
    public static List<Finding> apply(List<Finding> strongestFirst) {
        if (strongestFirst.size() <= NEVER_TOO_MUCH) {
            return strongestFirst;
        }
        FindingSizeLimiter bounds = new FindingSizeLimiter();
        strongestFirst.forEach(bounds::take);
        return bounds.kept();
    }

    private void take(Finding finding) {
        boolean failure = finding.rule().equals(Finding.FAILURE_RULE);
        if (failure ? failures == MOST_FAILURES : findings == MOST_FINDINGS) {
            left++;
            return;
        }
        failures += failure ? 1 : 0;
        findings += failure ? 0 : 1;
        int size = size(finding);
        if (failure || text + size <= MOST_TEXT) {
            // Failures are short, and their evidence names the rule to switch off.
            text += failure ? 0 : size;
            kept.add(finding);
        } else {
            kept.add(with(finding, EscapedText.of(finding.reason() + " " + EscapedText.REST, SHORT_REASON), Map.of()));
        }
    }

    private static int size(Finding finding) {
        int size = finding.reason().length();
        for (Map.Entry<String, Object> one : finding.evidence().entrySet()) {
            size += one.getKey().length() + (one.getValue() instanceof String value ? value.length() : NUMBER);
        }
        return size;
    }

    private List<Finding> kept() {
        if (left > 0) {
            Finding last = kept.remove(kept.size() - 1);
            String reason = EscapedText.of(last.reason(), SHORT_REASON) + " " + EscapedText.REST + " and " + left
                    + " more findings";
            kept.add(with(last, reason, last.evidence()));
        }
        return kept;
    }

    private static Finding with(Finding finding, String reason, Map<String, Object> evidence) {
        return finding.with(finding.effect(), reason, evidence.isEmpty() ? Map.of() : new LinkedHashMap<>(evidence));
    }
}
