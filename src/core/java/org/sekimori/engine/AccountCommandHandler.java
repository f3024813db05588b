package org.sekimori.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.StepOutput.AuditRecord;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.engine.StepOutput.GrantsChanged;
import org.sekimori.grants.Grant;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.GrantCommandResult;
import org.sekimori.grants.GrantPolicy;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;

/** Carries out grant commands, and records reports of mislocated submissions and refused log-ins. */
final class AccountCommandHandler {

    /** A grant that is opened so soon after a refusal is likely the customer's answer to it. */
    private static final Duration BEFORE_GRANT = Duration.ofHours(1);

    private AccountCommandHandler() {}

    static StepResult grant(AccountState state, GrantCommand command, GrantPolicy terms) {
        Account account = command.account();
        GrantCommandResult outcome = state.grants().apply(command, terms);
        if (outcome instanceof GrantCommandResult.Refused refused) {
            return StepResult.unchanged(state, new CommandResult(false, refused.problem(), state.grants()));
        }
        GrantCommandResult.Done done = (GrantCommandResult.Done) outcome;
        if (done.set().equals(state.grants())) {
            // A repeated command, or one that had nothing left to do: done, and nothing to record.
            return StepResult.unchanged(state, new CommandResult(true, "", done.set()));
        }
        String what = command instanceof GrantCommand.Open
                ? "grant_open"
                : command instanceof GrantCommand.Extend ? "grant_extend" : "grant_revoke";
        List<StepOutput> outputs = new ArrayList<>();
        outputs.add(new GrantsChanged(account, done.set()));
        outputs.add(new CommandResult(true, "", done.set()));
        for (Grant grant : done.touched()) {
            Map<AuditField, String> fields =
                    requested(command.channel(), command instanceof GrantCommand.Open ? grant.reason() : "");
            fields.put(AuditField.GRANT, grant.id());
            if (command instanceof GrantCommand.Open) {
                put(fields, AuditField.REFUSED_BY, state.refusedBy(command.time(), BEFORE_GRANT));
            }
            outputs.add(new AuditRecord(
                    account,
                    command.time(),
                    what,
                    command.by(),
                    "by " + command.channel() + ": " + AuditText.grant(grant),
                    fields));
        }
        return StepResult.changed(state.with(done.set()), outputs);
    }

    /**
     * Records a report of a mislocated decision once, with the location that was decided. Without the location the report could
     * not correct the database, so it is refused.
     */
    static StepResult misjudged(@Nullable AccountState state, LogEntry.MisjudgedOrigin report) {
        LogEntry.LocatedOrigin located = report.located() == null ? rememberedOrigin(state, report) : report.located();
        if (located == null) {
            return StepResult.unchanged(state, refused(unknown(state, report)));
        }
        CommandResult result = done("");
        String command = "misjudged " + report.reference();
        // A version before remembered the ids of reports.
        if (state != null
                && (state.profile().hasExecuted(command) || state.profile().hasExecuted("misjudged " + report.id()))) {
            return StepResult.unchanged(state, done("was recorded before; nothing was changed"));
        }
        Map<AuditField, String> fields = requested(report.channel(), report.reason());
        fields.put(AuditField.REFERENCE, report.reference());
        put(fields, AuditField.ACTUAL_COUNTRY, report.actualCountry());
        put(fields, AuditField.COUNTRY, located.country());
        put(fields, AuditField.NETWORK, located.network());
        AuditRecord audited = new AuditRecord(
                report.account(),
                report.time(),
                "origin_misjudged",
                report.by(),
                "by " + report.channel() + ": " + AuditText.misjudged(report, located),
                fields);
        // An account that was closed since is not made known again by a report.
        return state == null
                ? StepResult.unchanged(null, result, audited)
                : StepResult.changed(state.with(state.profile().withExecuted(command)), result, audited);
    }

    /** Records a log-in that was refused before there was a message. It changes no state: anyone can try a name. */
    static StepResult logInRefused(@Nullable AccountState state, LogEntry.LogInRefused refused) {
        Map<AuditField, String> fields = requested(refused.channel(), refused.reason());
        fields.put(AuditField.REFERENCE, refused.reference());
        LogEntry.LocatedOrigin located = refused.located();
        if (located != null) {
            put(fields, AuditField.COUNTRY, located.country());
            put(fields, AuditField.NETWORK, located.network());
        }
        return StepResult.unchanged(
                state,
                new AuditRecord(
                        refused.account(),
                        refused.time(),
                        "log_in_refused",
                        refused.by(),
                        AuditText.logInRefused(refused),
                        fields));
    }

    private static void put(Map<AuditField, String> fields, AuditField field, @Nullable String value) {
        if (value != null) {
            fields.put(field, value);
        }
    }

    private static LogEntry.@Nullable LocatedOrigin rememberedOrigin(
            @Nullable AccountState state, LogEntry.MisjudgedOrigin report) {
        CachedAnswer answer = state == null ? null : state.answer(report.reference());
        return answer == null || answer.country().isEmpty()
                ? null
                : new LogEntry.LocatedOrigin(answer.country(), answer.network().isEmpty() ? null : answer.network());
    }

    private static String unknown(@Nullable AccountState state, LogEntry.MisjudgedOrigin report) {
        return state != null && state.answer(report.reference()) != null
                ? "not recorded: decision " + report.reference() + " was no refusal, or its address had no country"
                : "not recorded: the decision " + report.reference() + " is not among the last "
                        + AccountState.MAX_ANSWERS + " of 24 hours of " + report.account()
                        + ", and older ones cannot be looked up at the moment; try again in some minutes";
    }

    /** The audit fields that all commands share. */
    static Map<AuditField, String> requested(String channel, String reason) {
        Map<AuditField, String> fields = new EnumMap<>(AuditField.class);
        if (!channel.isEmpty()) {
            fields.put(AuditField.CHANNEL, channel);
        }
        if (!reason.isEmpty()) {
            fields.put(AuditField.REASON, reason);
        }
        return fields;
    }

    static CommandResult done(String unknown) {
        return new CommandResult(true, unknown, GrantSet.NONE);
    }

    static CommandResult refused(String problem) {
        return new CommandResult(false, problem, GrantSet.NONE);
    }
}
