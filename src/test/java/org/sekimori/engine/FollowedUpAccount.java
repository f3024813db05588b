package org.sekimori.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseHistoryEntry;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.cases.HoldCommand;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding.Severity;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.FollowUpPolicy;
import org.sekimori.rules.policy.WatchedAccountPolicy;

/** An account whose password is guessed when a test says so, and what the desk does about it. */
final class FollowedUpAccount implements AutoCloseable {

    static final Instant NINE = Instant.parse("2026-06-01T09:00:00Z");
    static final Duration DAY = Duration.ofDays(1);

    final SingleAccountHarness alice;
    private int networks;
    private int commands;
    private @Nullable Hold hold;
    private CaseSet cases = CaseSet.NONE;

    FollowedUpAccount(Rulebook rulebook, CaseLifecyclePolicy terms) {
        this(rulebook, terms, WatchedAccountPolicy.DEFAULT);
    }

    FollowedUpAccount(Rulebook rulebook, CaseLifecyclePolicy terms, WatchedAccountPolicy watch) {
        alice = new SingleAccountHarness(
                rulebook.withFollowUp(new FollowUpPolicy.AccountTerms(terms, watch)), "alice@isp.example");
        for (int i = 3; i > 0; i--) {
            own(NINE.minus(Duration.ofDays(i)));
        }
    }

    /** The defaults, but for when a flag closes submission. */
    static CaseLifecyclePolicy holding(@Nullable Severity from, String... rules) {
        return new CaseLifecyclePolicy(
                from, Set.of(rules), false, null, false, DAY.multipliedBy(14), DAY.multipliedBy(7));
    }

    /** The defaults, but for whether the proof releases. */
    static CaseLifecyclePolicy releasing(boolean onProof) {
        return new CaseLifecyclePolicy(null, Set.of(), false, null, onProof, DAY.multipliedBy(14), DAY.multipliedBy(7));
    }

    List<StepOutput> own(Instant time) {
        return collect(alice.outputs(TestEventBuilder.submission(time).from("JP", "198.51.100.7")));
    }

    /** The verdict on a submission by its owner. */
    String verdict(Instant time) {
        return verdict(own(time));
    }

    static String verdict(List<StepOutput> outputs) {
        return outputs.stream()
                .filter(StepOutput.DecisionMade.class::isInstance)
                .map(output ->
                        ((StepOutput.DecisionMade) output).decision().verdict().word())
                .findFirst()
                .orElseThrow();
    }

    /** The password is guessed, and somebody submits from a network that is new to the account. */
    List<StepOutput> flag(Instant time) {
        return guessed(time, 20);
    }

    List<StepOutput> guessed(Instant time, int failures) {
        for (int i = failures; i > 0; i--) {
            collect(alice.outputs(TestEventBuilder.of(EventKind.AUTH_FAILED, time.minusSeconds(600 + i))
                    .from("CN", "203.0." + i % 5 + ".9")));
        }
        networks++;
        return collect(alice.outputs(TestEventBuilder.submission(time)
                .from("JP", "192." + networks + ".0.9")
                .recipients(3)));
    }

    List<StepOutput> passwordChanged(Instant time) {
        return collect(alice.outputs(TestEventBuilder.of(EventKind.PASSWORD_CHANGED, time)));
    }

    List<StepOutput> place(Instant time, @Nullable Instant until) {
        return collect(alice.outputs(new LogEntry.HoldRequest(
                new HoldCommand.Place("h" + commands++, alice.account(), time, "sato", "cli", until, "phishing"))));
    }

    List<StepOutput> release(Instant time, boolean vouched) {
        return collect(alice.outputs(new LogEntry.HoldRequest(new HoldCommand.Release(
                "r" + commands++, alice.account(), time, "sato", "cli", vouched, "telephone"))));
    }

    CaseCommand.Header head(Instant time) {
        return head("c" + commands++, time, "sato", null);
    }

    CaseCommand.Header head(String id, Instant time, String by, @Nullable Integer ifVersion) {
        return new CaseCommand.Header(id, alice.account(), time, by, "cli", null, ifVersion);
    }

    List<StepOutput> ask(CaseCommand command) {
        return collect(alice.outputs(new LogEntry.CaseRequest(command)));
    }

    /** The last line of the open case. */
    CaseHistoryEntry lastStep() {
        return Objects.requireNonNull(open().lastStep());
    }

    List<StepOutput> cleaned(Instant time) {
        return ask(new CaseCommand.Move(head(time), State.CLEANED, "new system"));
    }

    List<StepOutput> close(Instant time, Outcome outcome) {
        return ask(new CaseCommand.Close(head(time), outcome, true, "asked"));
    }

    List<StepOutput> due(Instant time) {
        return ask(new CaseCommand.Due(head(time)));
    }

    /** Flagged, on hold, cleaned, with a new password, and released: proven, and watched from then on. */
    void released(Instant flagged) {
        flag(flagged);
        place(flagged.plusSeconds(60), null);
        cleaned(flagged.plusSeconds(120));
        passwordChanged(flagged.plusSeconds(180));
        release(flagged.plusSeconds(240), false);
    }

    List<StepOutput> collect(List<StepOutput> outputs) {
        for (StepOutput output : outputs) {
            if (output instanceof StepOutput.HoldChanged changed) {
                hold = changed.hold();
            } else if (output instanceof StepOutput.CasesChanged changed) {
                cases = changed.cases();
            }
        }
        return outputs;
    }

    /** The hold as it was told last. */
    @Nullable
    Hold hold() {
        return hold;
    }

    /** The cases as they were told last. */
    CaseSet cases() {
        return cases;
    }

    /** The open case as it was told last. */
    Case open() {
        Case open = cases.open();
        if (open == null) {
            throw new AssertionError("no case is open: " + cases);
        }
        return open;
    }

    static StepOutput.CommandResult done(List<StepOutput> outputs) {
        return outputs.stream()
                .filter(StepOutput.CommandResult.class::isInstance)
                .map(StepOutput.CommandResult.class::cast)
                .findFirst()
                .orElseThrow();
    }

    static List<String> audited(List<StepOutput> outputs) {
        return outputs.stream()
                .filter(StepOutput.AuditRecord.class::isInstance)
                .map(output -> ((StepOutput.AuditRecord) output).what())
                .toList();
    }

    @Override
    public void close() {
        alice.close();
    }
}
