package org.sekimori.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.Outcome;
import org.sekimori.cases.Case.State;
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
import org.sekimori.engine.Output.GrantsChanged;
import org.sekimori.engine.Output.HoldChanged;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.GrantOutcome;
import org.sekimori.grants.GrantSet;
import org.sekimori.grants.GrantTerms;
import org.sekimori.mail.Account;

/** What people ask of an account: grants, holds, cases, and the report that it was located where it was not. */
final class Commands {

    private Commands() {}

    static Step grant(AccountState state, GrantCommand command, GrantTerms terms) {
        Account account = command.account();
        GrantOutcome outcome = state.grants().apply(command, terms);
        if (outcome instanceof GrantOutcome.Refused refused) {
            return Step.unchanged(state, new CommandDone(false, refused.problem(), state.grants()));
        }
        GrantOutcome.Done done = (GrantOutcome.Done) outcome;
        if (done.set().equals(state.grants())) {
            // A repeated command, or one that had nothing left to do: done, and nothing to record.
            return Step.unchanged(state, new CommandDone(true, "", done.set()));
        }
        String what = command instanceof GrantCommand.Open
                ? "grant_open"
                : command instanceof GrantCommand.Extend ? "grant_extend" : "grant_revoke";
        List<Output> outputs = new ArrayList<>();
        outputs.add(new GrantsChanged(account, done.set()));
        outputs.add(new CommandDone(true, "", done.set()));
        for (Grant grant : done.touched()) {
            Map<AuditField, String> fields =
                    asked(command.channel(), command instanceof GrantCommand.Open ? grant.reason() : "");
            fields.put(AuditField.GRANT, grant.id());
            outputs.add(new Audited(
                    account,
                    command.time(),
                    what,
                    command.by(),
                    "by " + command.channel() + ": " + Describe.grant(grant),
                    fields));
        }
        return Step.changed(state.with(done.set()), outputs);
    }

    static Step hold(AccountState before, HoldCommand command, CaseTerms terms) {
        Account account = command.account();
        List<Output> outputs = new ArrayList<>();
        AccountState state = CaseFollowing.passing(before, account, terms, command.time(), outputs);
        String problem = command instanceof HoldCommand.Place place
                ? shortening(state.hold(), place)
                : unreleasable(state, (HoldCommand.Release) command);
        if (!problem.isEmpty()) {
            return Step.unchanged(before, refused(problem));
        }
        Hold hold = command instanceof HoldCommand.Place place ? placed(state.hold(), place) : null;
        if (hold != null && hold.equals(state.hold())) {
            return Step.unchanged(before, done(""));
        }
        String what = hold == null ? "hold_release" : state.hold() == null ? "hold_place" : "hold_renew";
        CaseStep step =
                new CaseStep(command.time(), hold == null ? "released" : "held", command.by(), command.reason(), 0);
        CaseSet cases = hold == null
                ? CaseMoves.released(state.caseSet(), terms, step)
                : state.hold() == null ? CaseMoves.held(state.caseSet(), step) : state.caseSet();
        Map<AuditField, String> fields = asked(command.channel(), command.reason());
        Case open = cases.open();
        if (open != null) {
            fields.put(AuditField.CASE, open.id());
        }
        outputs.add(new HoldChanged(account, hold));
        outputs.add(done(""));
        outputs.add(new Audited(
                account,
                command.time(),
                what,
                command.by(),
                "by " + command.channel() + ": " + command.reason()
                        + (hold == null || hold.until() == null ? "" : " until " + hold.until()),
                fields));
        CaseFollowing.tell(account, before.caseSet(), cases, command.channel(), outputs);
        return Step.changed(state.withHold(hold).with(cases), outputs);
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

    static Step caseMove(AccountState before, CaseCommand command, CaseTerms terms) {
        CaseCommand.Head head = command.head();
        Account account = head.account();
        List<Output> outputs = new ArrayList<>();
        AccountState state = CaseFollowing.passing(before, account, terms, head.time(), outputs);
        if (command instanceof CaseCommand.Due) {
            outputs.add(done(""));
            CaseFollowing.tell(account, before.caseSet(), state.caseSet(), head.channel(), outputs);
            return state.equals(before) ? Step.unchanged(before, done("")) : Step.changed(state, outputs);
        }
        CaseMove move = state.caseSet().apply(command, terms);
        if (move instanceof CaseMove.Refused refused) {
            return Step.unchanged(before, refused(refused.problem()));
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
        AccountState after = follows(state.with(done.set()), command, done.touched(), terms, outputs);
        CaseFollowing.tell(account, before.caseSet(), after.caseSet(), head.channel(), outputs);
        return Step.changed(after, outputs);
    }

    /** What a move does to the hold: a release and a false positive end it, a report may begin one. */
    private static AccountState follows(
            AccountState state, CaseCommand command, Case touched, CaseTerms terms, List<Output> outputs) {
        CaseCommand.Head head = command.head();
        boolean opens = touched.state() == State.RELEASED || touched.outcome() == Outcome.FALSE_POSITIVE;
        if (opens && state.hold() != null && !(command instanceof CaseCommand.Comment)) {
            Map<AuditField, String> fields = asked(head.channel(), "");
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
        return state;
    }

    private static Output.About about(Case one, boolean conflict) {
        return new Output.About(one.id(), one.version(), one.state().word(), conflict);
    }

    /**
     * A report is recorded whatever is known of the decision: whoever was refused is on the telephone now, and the answer may
     * have been forgotten since.
     */
    static Step misjudged(@Nullable AccountState state, Entry.Misjudged report) {
        Remembered answer = state == null ? null : state.answer(report.reference());
        boolean known = answer != null && !answer.country().isEmpty();
        CommandDone told = done(known ? "" : unknown(report, answer != null));
        String command = "misjudged " + report.id();
        if (state != null && state.profile().carriedOut(command)) {
            return Step.unchanged(state, told);
        }
        Map<AuditField, String> fields = asked(report.channel(), report.reason());
        fields.put(AuditField.REFERENCE, report.reference());
        if (report.actualCountry() != null) {
            fields.put(AuditField.ACTUAL_COUNTRY, report.actualCountry());
        }
        if (answer != null && known) {
            fields.put(AuditField.COUNTRY, answer.country());
            if (!answer.network().isEmpty()) {
                fields.put(AuditField.NETWORK, answer.network());
            }
        }
        Audited audited = new Audited(
                report.account(),
                report.time(),
                "origin_misjudged",
                report.by(),
                "by " + report.channel() + ": " + Describe.misjudged(report, answer),
                fields);
        // An account that was never seen is not made known by a slip of the pen; its report is not remembered either.
        return state == null
                ? Step.unchanged(null, told, audited)
                : Step.changed(state.with(state.profile().carryingOut(command)), told, audited);
    }

    private static String unknown(Entry.Misjudged report, boolean remembered) {
        return remembered
                ? "recorded without country and network: decision " + report.reference()
                        + " was no refusal, or its address had no country"
                : "recorded without country and network: the decision " + report.reference()
                        + " is not among the account's last " + AccountState.MAX_ANSWERS + " of 24 hours";
    }

    /** What every command of a person says of itself. */
    private static Map<AuditField, String> asked(String channel, String reason) {
        Map<AuditField, String> fields = new EnumMap<>(AuditField.class);
        if (!channel.isEmpty()) {
            fields.put(AuditField.CHANNEL, channel);
        }
        if (!reason.isEmpty()) {
            fields.put(AuditField.REASON, reason);
        }
        return fields;
    }

    private static CommandDone done(String unknown) {
        return new CommandDone(true, unknown, GrantSet.NONE);
    }

    private static CommandDone refused(String problem) {
        return new CommandDone(false, problem, GrantSet.NONE);
    }
}
