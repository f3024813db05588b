package org.sekimori.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.Output.Audited;
import org.sekimori.engine.Output.CommandDone;
import org.sekimori.engine.Output.GrantsChanged;
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

    /**
     * A report of a decision about this account is recorded once, with what the decision says of the place. Without that it would help
     * nobody to correct the database, so it is refused.
     */
    static Step misjudged(@Nullable AccountState state, Entry.Misjudged report) {
        Entry.Located located = report.located() == null ? remembered(state, report) : report.located();
        if (located == null) {
            return Step.unchanged(state, refused(unknown(state, report)));
        }
        CommandDone told = done("");
        String command = "misjudged " + report.reference();
        // A version before remembered the ids of reports.
        if (state != null
                && (state.profile().carriedOut(command) || state.profile().carriedOut("misjudged " + report.id()))) {
            return Step.unchanged(state, done("was recorded before; nothing was changed"));
        }
        Map<AuditField, String> fields = asked(report.channel(), report.reason());
        fields.put(AuditField.REFERENCE, report.reference());
        put(fields, AuditField.ACTUAL_COUNTRY, report.actualCountry());
        put(fields, AuditField.COUNTRY, located.country());
        put(fields, AuditField.NETWORK, located.network());
        Audited audited = new Audited(
                report.account(),
                report.time(),
                "origin_misjudged",
                report.by(),
                "by " + report.channel() + ": " + Describe.misjudged(report, located),
                fields);
        // An account that was closed since is not made known again by a report.
        return state == null
                ? Step.unchanged(null, told, audited)
                : Step.changed(state.with(state.profile().carryingOut(command)), told, audited);
    }

    private static void put(Map<AuditField, String> fields, AuditField field, @Nullable String value) {
        if (value != null) {
            fields.put(field, value);
        }
    }

    private static Entry.@Nullable Located remembered(@Nullable AccountState state, Entry.Misjudged report) {
        Remembered answer = state == null ? null : state.answer(report.reference());
        return answer == null || answer.country().isEmpty()
                ? null
                : new Entry.Located(answer.country(), answer.network().isEmpty() ? null : answer.network());
    }

    private static String unknown(@Nullable AccountState state, Entry.Misjudged report) {
        return state != null && state.answer(report.reference()) != null
                ? "not recorded: decision " + report.reference() + " was no refusal, or its address had no country"
                : "not recorded: the decision " + report.reference() + " is not among the last "
                        + AccountState.MAX_ANSWERS + " of 24 hours of " + report.account()
                        + ", and older ones cannot be looked up at the moment; try again in some minutes";
    }

    /** What every command of a person says of itself. */
    static Map<AuditField, String> asked(String channel, String reason) {
        Map<AuditField, String> fields = new EnumMap<>(AuditField.class);
        if (!channel.isEmpty()) {
            fields.put(AuditField.CHANNEL, channel);
        }
        if (!reason.isEmpty()) {
            fields.put(AuditField.REASON, reason);
        }
        return fields;
    }

    static CommandDone done(String unknown) {
        return new CommandDone(true, unknown, GrantSet.NONE);
    }

    static CommandDone refused(String problem) {
        return new CommandDone(false, problem, GrantSet.NONE);
    }
}
