package org.sekimori.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.CaseMove;
import org.sekimori.cases.CaseMoves;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.CaseStep;
import org.sekimori.cases.CaseTerms;
import org.sekimori.cases.Hold;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.Output.Audited;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.engine.Output.HoldChanged;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;
import org.sekimori.mail.Reference;
import org.sekimori.rules.DomainPolicy;

/** What people, and time, ask of an account's hold and cases. */
final class FollowUpCommands {

    private FollowUpCommands() {}

    static Step hold(AccountState before, HoldCommand command, DomainPolicy policy) {
        CaseTerms terms = policy.cases();
        Account account = command.account();
        String ran = "hold " + command.id();
        if (before.profile().carriedOut(ran)) {
            // A retry that comes late must not undo what others have done since.
            return Step.unchanged(before, Commands.done(""));
        }
        List<Output> outputs = new ArrayList<>();
        AccountState state = CaseFollowing.passing(before, account, terms, command.time(), outputs);
        String problem = command instanceof HoldCommand.Place place
                ? shortening(state.hold(), place)
                : unreleasable(state, (HoldCommand.Release) command);
        if (!problem.isEmpty()) {
            return Step.unchanged(before, Commands.refused(problem));
        }
        Hold hold = command instanceof HoldCommand.Place place ? placed(state.hold(), place) : null;
        if (hold != null && hold.equals(state.hold()) && state.caseSet().open() != null) {
            return Step.unchanged(before, Commands.done(""));
        }
        String what = hold == null ? "hold_release" : state.hold() == null ? "hold_place" : "hold_renew";
        CaseStep step = new CaseStep(
                command.time(),
                hold == null ? "released" : "held",
                command.by(),
                command.reason(),
                Reference.of(account, ran).fingerprint());
        CaseSet cases = hold == null
                ? CaseMoves.released(state.caseSet(), terms, step)
                : state.hold() == null || state.caseSet().open() == null
                        ? CaseMoves.placed(
                                state.caseSet(),
                                Reference.of(account, "case " + ran).code(),
                                step)
                        : state.caseSet();
        Map<AuditField, String> fields = Commands.asked(command.channel(), command.reason());
        Case open = cases.open();
        if (open != null) {
            fields.put(AuditField.CASE, open.id());
        }
        outputs.add(new HoldChanged(account, hold));
        outputs.add(Commands.done(""));
        outputs.add(new Audited(
                account,
                command.time(),
                what,
                command.by(),
                "by " + command.channel() + ": " + command.reason()
                        + (hold == null || hold.until() == null ? "" : " until " + hold.until()),
                fields));
        CaseFollowing.tell(account, before.caseSet(), cases, command.channel(), outputs);
        Hold ended = state.hold();
        if (hold == null && ended != null) {
            Instant since = open == null ? ended.since() : open.since();
            state = CaseFollowing.judged(state, since, command.time(), policy, false);
        }
        return Step.changed(
                state.with(state.profile().carryingOut(ran)).withHold(hold).with(cases), outputs);
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
        return there != null && there.outlasts(place.until())
                ? "the account is on hold "
                        + (there.until() == null ? "until it is released" : "until " + there.until())
                        + " already; a hold is renewed, not shortened: release it"
                : "";
    }

    private static String unreleasable(AccountState state, HoldCommand.Release release) {
        return state.hold() == null
                ? "the account is not on hold"
                : CaseMoves.unproven(state.caseSet().open(), release.vouched());
    }

    static Step move(AccountState before, CaseCommand command, DomainPolicy policy) {
        CaseTerms terms = policy.cases();
        CaseCommand.Head head = command.head();
        Account account = head.account();
        List<Output> outputs = new ArrayList<>();
        AccountState state = CaseFollowing.passing(before, account, terms, head.time(), outputs);
        if (command instanceof CaseCommand.Due) {
            outputs.add(Commands.done(""));
            CaseFollowing.tell(account, before.caseSet(), state.caseSet(), head.channel(), outputs);
            return state.equals(before) ? Step.unchanged(before, Commands.done("")) : Step.changed(state, outputs);
        }
        if (command instanceof CaseCommand.Close close && state.hold() != null && opens(close) && !close.vouched()) {
            return Step.unchanged(
                    before,
                    Commands.refused(
                            "the account is on hold, and a false positive opens submission: name the person who"
                                    + " answers for it, and why"));
        }
        CaseMove move = state.caseSet().apply(command, terms);
        if (move instanceof CaseMove.Refused refused) {
            return Step.unchanged(before, Commands.refused(refused.problem()));
        } else if (move instanceof CaseMove.Conflict conflict) {
            return Step.unchanged(
                    before, new CommandDone(false, conflict.problem(), GrantSet.NONE, about(conflict.current(), true)));
        }
        CaseMove.Done done = (CaseMove.Done) move;
        CommandDone told = new CommandDone(true, "", GrantSet.NONE, about(done.touched(), false));
        if (done.set().equals(state.caseSet())) {
            return Step.unchanged(before, told);
        }
        outputs.add(told);
        AccountState moved = state.with(done.set());
        if (opens(command)) {
            boolean harmless = command instanceof CaseCommand.Close;
            moved = CaseFollowing.judged(moved, done.touched().since(), head.time(), policy, harmless);
        }
        AccountState after = follows(moved, command, done.touched(), terms, outputs);
        CaseFollowing.tell(account, before.caseSet(), after.caseSet(), head.channel(), outputs);
        return Step.changed(after, outputs);
    }

    private static boolean opens(CaseCommand command) {
        return command instanceof CaseCommand.Release
                || (command instanceof CaseCommand.Close close && close.outcome() == Outcome.FALSE_POSITIVE);
    }

    /** What a move does to the hold: a release and a false positive end it, a report may begin one. */
    private static AccountState follows(
            AccountState state, CaseCommand command, Case touched, CaseTerms terms, List<Output> outputs) {
        CaseCommand.Head head = command.head();
        if (state.hold() != null && opens(command)) {
            Map<AuditField, String> fields = Commands.asked(head.channel(), "");
            fields.put(AuditField.CASE, touched.id());
            outputs.add(new HoldChanged(head.account(), null));
            outputs.add(new Audited(
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
            return CaseFollowing.holding(
                    state, head.account(), head.time(), "reported by " + head.by(), terms, outputs);
        }
        Case open = state.caseSet().open();
        return state.hold() != null && open != null && open.state() == Case.State.FLAGGED
                ? state.with(CaseMoves.held(
                        state.caseSet(),
                        new CaseStep(head.time(), "held", CaseSet.SERVICE, "the account is on hold already", 0)))
                : state;
    }

    private static Output.About about(Case one, boolean conflict) {
        return new Output.About(one.id(), one.version(), one.state().word(), conflict);
    }
}
