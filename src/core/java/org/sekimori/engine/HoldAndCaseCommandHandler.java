package org.sekimori.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseCommandResult;
import org.sekimori.cases.CaseHistoryEntry;
import org.sekimori.cases.CaseLifecyclePolicy;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.CaseTransitions;
import org.sekimori.cases.Hold;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.StepOutput.AuditRecord;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.engine.StepOutput.HoldChanged;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.rules.policy.DomainPolicy;

/** Carries out commands on an account's hold and cases, by people and by time. */
final class HoldAndCaseCommandHandler {

    private HoldAndCaseCommandHandler() {}

    static StepResult hold(AccountState before, HoldCommand command, DomainPolicy policy) {
        CaseLifecyclePolicy terms = policy.cases();
        Account account = command.account();
        String ran = "hold " + command.id();
        if (before.profile().hasExecuted(ran)) {
            // A late retry must not undo what others have done since.
            return StepResult.unchanged(before, AccountCommandHandler.done(""));
        }
        List<StepOutput> outputs = new ArrayList<>();
        AccountState state = CaseUpdater.advanceTo(before, account, terms, command.time(), outputs);
        String problem = command instanceof HoldCommand.Place place
                ? shortening(state.hold(), place)
                : unreleasable(state, (HoldCommand.Release) command);
        if (!problem.isEmpty()) {
            return StepResult.unchanged(before, AccountCommandHandler.refused(problem));
        }
        Hold hold = command instanceof HoldCommand.Place place ? placed(state.hold(), place) : null;
        if (hold != null && hold.equals(state.hold()) && state.caseSet().open() != null) {
            return StepResult.unchanged(before, AccountCommandHandler.done(""));
        }
        String what = hold == null ? "hold_release" : state.hold() == null ? "hold_place" : "hold_renew";
        CaseHistoryEntry step = new CaseHistoryEntry(
                command.time(),
                hold == null ? "released" : "held",
                command.by(),
                command.reason(),
                ReferenceCode.of(account, ran).fingerprint());
        CaseSet cases = hold == null
                ? CaseTransitions.released(state.caseSet(), terms, step)
                : state.hold() == null || state.caseSet().open() == null
                        ? CaseTransitions.holdPlacedByPerson(
                                state.caseSet(),
                                ReferenceCode.of(account, "case " + ran).code(),
                                step)
                        : state.caseSet();
        Map<AuditField, String> fields = AccountCommandHandler.requested(command.channel(), command.reason());
        Case open = cases.open();
        if (open != null) {
            fields.put(AuditField.CASE, open.id());
        }
        outputs.add(new HoldChanged(account, hold));
        outputs.add(AccountCommandHandler.done(""));
        outputs.add(new AuditRecord(
                account,
                command.time(),
                what,
                command.by(),
                "by " + command.channel() + ": " + command.reason()
                        + (hold == null || hold.until() == null ? "" : " until " + hold.until()),
                fields));
        CaseUpdater.publishChanges(account, before.caseSet(), cases, command.channel(), outputs);
        Hold ended = state.hold();
        if (hold == null && ended != null) {
            Instant since = open == null ? ended.since() : open.since();
            state = CaseUpdater.judged(state, since, command.time(), policy, false);
        }
        return StepResult.changed(
                state.with(state.profile().withExecuted(ran)).withHold(hold).with(cases), outputs);
    }

    private static Hold placed(@Nullable Hold there, HoldCommand.Place place) {
        return there == null
                ? new Hold(place.by(), place.time(), place.until(), place.reason())
                : there.until(place.until());
    }

    /** To let a hold end in a moment would be a release without proof. */
    private static String shortening(@Nullable Hold there, HoldCommand.Place place) {
        if (place.until() != null && !place.until().isAfter(place.time())) {
            return "the end " + place.until() + " is in the past; it is " + place.time() + " now";
        }
        if (there == null || !there.outlasts(place.until())) {
            return "";
        }
        return there.until() == null
                ? "the account is on hold until it is released already; a hold is renewed, not shortened: release it"
                : "the account is on hold until " + there.until()
                        + " already; a hold is renewed, not shortened: release it";
    }

    private static String unreleasable(AccountState state, HoldCommand.Release release) {
        return state.hold() == null
                ? "the account is not on hold"
                : CaseTransitions.releaseProblem(state.caseSet().open(), release.vouched());
    }

    static StepResult move(AccountState before, CaseCommand command, DomainPolicy policy) {
        CaseLifecyclePolicy terms = policy.cases();
        CaseCommand.Header head = command.head();
        Account account = head.account();
        List<StepOutput> outputs = new ArrayList<>();
        AccountState state = CaseUpdater.advanceTo(before, account, terms, head.time(), outputs);
        if (command instanceof CaseCommand.Due) {
            outputs.add(AccountCommandHandler.done(""));
            CaseUpdater.publishChanges(account, before.caseSet(), state.caseSet(), head.channel(), outputs);
            return state.equals(before)
                    ? StepResult.unchanged(before, AccountCommandHandler.done(""))
                    : StepResult.changed(state, outputs);
        }
        if (command instanceof CaseCommand.Close close && state.hold() != null && opens(close) && !close.vouched()) {
            return StepResult.unchanged(
                    before,
                    AccountCommandHandler.refused(
                            "the account is on hold, and a false positive opens submission: name the person who"
                                    + " answers for it, and why"));
        }
        CaseCommandResult move = state.caseSet().apply(command, terms);
        if (move instanceof CaseCommandResult.Refused refused) {
            return StepResult.unchanged(before, AccountCommandHandler.refused(refused.problem()));
        } else if (move instanceof CaseCommandResult.Conflict conflict) {
            return StepResult.unchanged(
                    before,
                    new CommandResult(false, conflict.problem(), GrantSet.NONE, about(conflict.current(), true)));
        }
        CaseCommandResult.Done done = (CaseCommandResult.Done) move;
        CommandResult result = new CommandResult(true, "", GrantSet.NONE, about(done.touched(), false));
        if (done.set().equals(state.caseSet())) {
            return StepResult.unchanged(before, result);
        }
        outputs.add(result);
        AccountState moved = state.with(done.set());
        if (opens(command)) {
            boolean harmless = command instanceof CaseCommand.Close;
            moved = CaseUpdater.judged(moved, done.touched().since(), head.time(), policy, harmless);
        }
        AccountState after = follows(moved, command, done.touched(), terms, outputs);
        CaseUpdater.publishChanges(account, before.caseSet(), after.caseSet(), head.channel(), outputs);
        return StepResult.changed(after, outputs);
    }

    private static boolean opens(CaseCommand command) {
        return command instanceof CaseCommand.Release
                || (command instanceof CaseCommand.Close close && close.outcome() == Outcome.FALSE_POSITIVE);
    }

    /** Applies a case transition to the hold: a release and a false positive end it, a report may place one. */
    private static AccountState follows(
            AccountState state,
            CaseCommand command,
            Case touched,
            CaseLifecyclePolicy terms,
            List<StepOutput> outputs) {
        CaseCommand.Header head = command.head();
        if (state.hold() != null && opens(command)) {
            Map<AuditField, String> fields = AccountCommandHandler.requested(head.channel(), "");
            fields.put(AuditField.CASE, touched.id());
            outputs.add(new HoldChanged(head.account(), null));
            outputs.add(new AuditRecord(
                    head.account(),
                    head.time(),
                    "hold_release",
                    head.by(),
                    "by " + head.channel() + ": case " + touched.id() + " is "
                            + (touched.outcome() == null
                                    ? "released"
                                    : "a " + touched.outcome().word().replace('_', ' ')),
                    fields));
            return state.withHold(null);
        }
        if (command instanceof CaseCommand.Report
                && state.hold() == null
                && terms.holds(touched.severity(), List.of(Case.REPORTED))) {
            return CaseUpdater.placeHold(
                    state, head.account(), head.time(), "reported by " + head.by(), terms, outputs);
        }
        Case open = state.caseSet().open();
        return state.hold() != null && open != null && open.state() == Case.State.FLAGGED
                ? state.with(CaseTransitions.held(
                        state.caseSet(),
                        new CaseHistoryEntry(
                                head.time(), "held", CaseSet.SERVICE, "the account is on hold already", 0)))
                : state;
    }

    private static StepOutput.CaseAfterCommand about(Case one, boolean conflict) {
        return new StepOutput.CaseAfterCommand(
                one.id(), one.version(), one.state().word(), conflict);
    }
}
