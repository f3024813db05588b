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
 * How a case went.
 *
 * @param test the case
 * @param last the last submission and what was known before it, null if none was decided
 * @param mismatches what was decided otherwise than expected
 * @param faults what should never be in a case: a command that was refused, rules that threw or looped
 * @param nanos how long it took
 */
public record RuleTestResult(
        RuleTest test, @Nullable TestedSubmission last, List<Mismatch> mismatches, List<String> faults, long nanos) {

    /** So much of a title is told where something is wrong. */
    private static final int MOST_TITLE = 100;

    /**
     * The submission that a case is about.
     *
     * @param event as it came
     * @param before the account just before it
     * @param policy that held for it
     * @param decision what was decided
     */
    public record TestedSubmission(MailEvent event, AccountState before, DomainPolicy policy, Decision decision) {}

    /**
     * A line of the case's {@code expect} that does not hold.
     *
     * @param key as in the case's file
     * @param expected what the case says
     * @param actual what was decided
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

    /** What failed as lines that name the case's file; empty if it passed. */
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
