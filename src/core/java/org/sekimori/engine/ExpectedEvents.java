package org.sekimori.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.testing.RuleTest;

/**
 * The events that a rule test is about: its last submission, or all events of the last one's kind at its end. Of twenty-five
 * failed log-ins the twentieth may be the one that is recorded, and the last none, so what they show counts together.
 */
final class ExpectedEvents {

    private final EventKind kind;
    private final int first;
    private final List<Finding> findings = new ArrayList<>();

    private ExpectedEvents(EventKind kind, int first) {
        this.kind = kind;
        this.first = first;
    }

    static ExpectedEvents of(RuleTest test) {
        List<RuleTest.Step> steps = test.steps();
        int first = steps.size() - 1;
        EventKind kind = ((RuleTest.MailStep) steps.get(first)).event().kind();
        while (first > 0
                && steps.get(first - 1) instanceof RuleTest.MailStep before
                && before.event().kind() == kind) {
            first--;
        }
        return new ExpectedEvents(kind, first);
    }

    /**
     * Whether the test is about this step.
     *
     * @param step its number
     * @param decision what was decided or found; null if nothing was
     */
    boolean concern(int step, MailEvent event, @Nullable Decision decision) {
        return kind == EventKind.ATTEMPT
                ? decision != null && decision.ofSubmission()
                : step >= first && event.kind() == kind;
    }

    /** The decision on a submission, or the findings of the events so far. */
    Decision with(MailEvent event, @Nullable Decision decision, String rulebook) {
        if (decision != null && decision.ofSubmission()) {
            return decision;
        }
        if (decision != null) {
            findings.addAll(decision.findings());
        }
        ReferenceCode reference = ReferenceCode.of(event.account(), event.id());
        return Decision.builder(reference.decisionId(), event.time(), event.account(), Verdict.NONE)
                .trigger(event.kind())
                .eventId(event.id())
                .reference(reference.code())
                .findings(List.copyOf(findings))
                .flags(DecisionMaker.flags(findings))
                .origin(event.origin())
                .rulebook(rulebook)
                .build();
    }
}
