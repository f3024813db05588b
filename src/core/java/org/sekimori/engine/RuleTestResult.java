package org.sekimori.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Finding;
import org.sekimori.mail.MailEvent;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.rules.testing.RuleTest;
import org.sekimori.text.EscapedText;

/**
 * Result of a rule test.
 *
 * @param test the test
 * @param last the last submission and the state before it; null if none was decided
 * @param mismatches unmet expectations
 * @param faults errors of the test itself: refused commands, rules that threw or looped
 * @param nanos duration
 */
public record RuleTestResult(
        RuleTest test, @Nullable TestedSubmission last, List<Mismatch> mismatches, List<String> faults, long nanos) {

    /** Longest part of a title in a message, in characters. */
    private static final int MOST_TITLE = 100;

    /**
     * The submission that a rule test checks.
     *
     * @param event the submission
     * @param before the account just before it
     * @param policy the policy in effect
     * @param decision the decision
     */
    public record TestedSubmission(MailEvent event, AccountState before, DomainPolicy policy, Decision decision) {}

    /**
     * An unmet expectation of the test.
     *
     * @param key key in the test's file
     * @param expected expected value
     * @param actual decided value
     */
    public record Mismatch(String key, String expected, String actual) {}

    public RuleTestResult {
        mismatches = List.copyOf(mismatches);
        faults = List.copyOf(faults);
    }

    /** Whether everything is as the case expects. */
    public boolean passed() {
        return last != null && mismatches.isEmpty() && faults.isEmpty();
    }

    private static String found(List<Finding> findings) {
        return findings.isEmpty()
                ? "no rule matched"
                : findings.stream()
                        .map(f -> f.rule() + " asks to " + f.effect().word() + ": " + f.reason())
                        .collect(Collectors.joining("; "));
    }

    /** The failures, each with the test's file; empty if it passed. */
    public List<RulebookProblem> problems() {
        List<String> messages = new ArrayList<>(faults);
        if (last == null) {
            messages.add("nothing was decided");
        } else if (!mismatches.isEmpty()) {
            messages.add("'" + EscapedText.of(test.title(), MOST_TITLE) + "' expects "
                    + mismatches.stream()
                            .map(m -> m.key() + " " + m.expected() + " and got " + m.actual())
                            .collect(Collectors.joining(", "))
                    + "; " + found(last.decision().findings()));
        }
        return messages.stream()
                .map(message -> new RulebookProblem(test.file(), test.line(), message))
                .toList();
    }
}
