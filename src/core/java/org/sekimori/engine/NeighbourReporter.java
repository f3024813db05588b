package org.sekimori.engine;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.CaseJudgement;
import org.sekimori.cases.CaseSet;
import org.sekimori.mail.Decision;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.SubmissionCounters;
import org.sekimori.mail.Verdict;
import org.sekimori.neighbours.NeighbourMemory;
import org.sekimori.neighbours.NeighbourNews;
import org.sekimori.neighbours.NeighbourReport;
import org.sekimori.neighbours.SharedKey;
import org.sekimori.neighbours.SharedKeys;
import org.sekimori.rules.NeighbourQuestions;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.DomainPolicies;

/**
 * Reports after a step what concerns other accounts, if a rule of the rulebook, or of the candidate, asks about neighbours. Without
 * such a rule nothing is reported and nothing remembered.
 */
final class NeighbourReporter {

    private final NeighbourQuestions asked;
    private final Rulebook rulebook;

    NeighbourReporter(Rulebook rulebook, @Nullable Rulebook candidate) {
        this.rulebook = rulebook;
        this.asked = candidate == null
                ? rulebook.neighbourQuestions()
                : rulebook.neighbourQuestions().and(candidate.neighbourQuestions());
    }

    /** News are for accounts that are known: a closed account learns nothing. */
    static StepResult told(@Nullable AccountState state, NeighbourNews news) {
        if (state == null) {
            return StepResult.unchanged(null);
        }
        AccountState after = with(state, state.neighbours().told(news));
        return after == state ? StepResult.unchanged(state) : StepResult.changed(after);
    }

    private static AccountState with(AccountState state, NeighbourMemory memory) {
        return state.with(AccountSections.NEIGHBOURS, memory);
    }

    /** The result of a step with what there is to report. */
    StepResult after(@Nullable AccountState before, LogEntry entry, StepResult result) {
        if (asked.none()) {
            return forgotten(result);
        }
        if (entry instanceof LogEntry.Mail mail) {
            return mail(before, mail.event(), result);
        }
        return entry instanceof LogEntry.Command command && result.state() != null
                ? reported(result, sight(result, command, time(command)))
                : result;
    }

    /** No rule asks any more: what was remembered goes with the next change. */
    private static StepResult forgotten(StepResult result) {
        AccountState state = result.state();
        return state == null || !result.changed() || state.neighbours().isEmpty()
                ? result
                : new StepResult(with(state, NeighbourMemory.NONE), true, result.outputs());
    }

    private StepResult mail(@Nullable AccountState before, MailEvent event, StepResult result) {
        if (event.history()) {
            return result;
        }
        if (event.kind() == EventKind.AUTH_FAILED) {
            SharedKey address = asked.failures() ? SharedKeys.address(event) : null;
            return address == null
                    ? result
                    : plus(result, List.of(NeighbourReport.failed(address, event.account(), event.time())));
        }
        AccountState state = result.state();
        if (before != null && (event.kind() == EventKind.ACCOUNT_CLOSED || event.kind() == EventKind.ACCOUNT_RENAMED)) {
            return plus(result, before.neighbours().gone(event.account(), event.time()));
        }
        return state == null ? result : reported(result, sight(before, state, event, result));
    }

    private NeighbourMemory.Sight sight(
            @Nullable AccountState before, AccountState state, MailEvent event, StepResult result) {
        Decision decision = null;
        for (StepOutput output : result.outputs()) {
            decision = output instanceof StepOutput.DecisionMade made ? made.decision() : decision;
        }
        SubmissionCounters past =
                before == null ? SubmissionCounters.ZERO : before.profile().counters();
        SubmissionCounters now = state.profile().counters();
        long messages = Math.max(0, now.acceptedMessages() - past.acceptedMessages());
        // A message that nobody asked about is reported as accepted.
        boolean seen = decision != null || messages > 0 || event.kind() == EventKind.AUTH_SUCCEEDED;
        DomainPolicies policies = rulebook.policies();
        boolean strong = strong(state.caseSet(), event.time());
        return new NeighbourMemory.Sight(
                event.account(),
                event.time(),
                seen ? SharedKeys.of(event, asked.kinds()) : List.of(),
                seen
                        && !(before == null ? AccountState.NEW : before)
                                .profile()
                                .at(event.time(), policies.of(event.account()).zone())
                                .isFamiliar(event.origin()),
                decision != null && decision.verdict() instanceof Verdict.Accept,
                decision != null && strong && grave(decision),
                strong,
                messages,
                Math.max(0, now.acceptedRecipients() - past.acceptedRecipients()),
                day(event, policies));
    }

    private static long day(MailEvent event, DomainPolicies policies) {
        return LocalDate.ofInstant(event.time(), policies.of(event.account()).zone())
                .toEpochDay();
    }

    /** Only cases change; the account is seen nowhere. */
    private static NeighbourMemory.Sight sight(StepResult result, LogEntry.Command command, Instant time) {
        AccountState state = result.state();
        return NeighbourMemory.Sight.nowhere(command.account(), time, state != null && strong(state.caseSet(), time));
    }

    private static Instant time(LogEntry.Command command) {
        if (command instanceof LogEntry.CaseRequest cases) {
            return cases.command().head().time();
        } else if (command instanceof LogEntry.HoldRequest holds) {
            return holds.command().time();
        } else if (command instanceof LogEntry.GrantRequest grants) {
            return grants.command().time();
        } else if (command instanceof LogEntry.HomeRequest homes) {
            return homes.command().time();
        }
        return ((LogEntry.MisjudgedOrigin) command).time();
    }

    /** A grave open case that is more than a doubt, or one that was confirmed lately. */
    private static boolean strong(CaseSet cases, Instant now) {
        Case open = cases.open();
        if (open != null && !open.doubt() && open.severity().compareTo(Severity.HIGH) >= 0) {
            return true;
        }
        for (Case one : cases.closed()) {
            CaseJudgement judgement = one.judgement();
            if (judgement != null
                    && judgement.outcome() == Outcome.CONFIRMED
                    && now.isBefore(judgement.at().plus(NeighbourNews.KEPT))) {
                return true;
            }
        }
        return false;
    }

    private static boolean grave(Decision decision) {
        for (Finding finding : decision.findings()) {
            if (finding.severity().compareTo(Severity.HIGH) >= 0
                    && decision.flags().contains(finding.rule())) {
                return true;
            }
        }
        return false;
    }

    private StepResult reported(StepResult result, NeighbourMemory.Sight sight) {
        AccountState state = result.state();
        if (state == null || sight.keys().isEmpty() && state.neighbours().isEmpty()) {
            return result;
        }
        NeighbourMemory.Update update = state.neighbours().after(sight, asked.summed());
        AccountState after = with(state, update.memory());
        return plus(after == state ? result : new StepResult(after, true, result.outputs()), update.reports());
    }

    private static StepResult plus(StepResult result, List<NeighbourReport> reports) {
        if (reports.isEmpty()) {
            return result;
        }
        List<StepOutput> outputs = new ArrayList<>(result.outputs());
        reports.forEach(report -> outputs.add(new StepOutput.NeighbourReported(report)));
        return new StepResult(result.state(), result.changed(), List.copyOf(outputs));
    }
}
