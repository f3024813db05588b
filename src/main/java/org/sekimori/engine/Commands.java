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
