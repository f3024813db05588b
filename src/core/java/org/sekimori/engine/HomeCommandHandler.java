package org.sekimori.engine;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.sekimori.engine.StepOutput.AuditRecord;
import org.sekimori.engine.StepOutput.HomeChanged;
import org.sekimori.grants.AccountHomeCommand;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;

/** Carries out commands on an account's own home. */
final class HomeCommandHandler {

    private HomeCommandHandler() {}

    static StepResult carryOut(AccountState state, AccountHomeCommand command) {
        String ran = "home " + command.id();
        if (state.profile().hasExecuted(ran)) {
            // A late retry must not undo what others have done since.
            return StepResult.unchanged(state, AccountCommandHandler.done(""));
        }
        AccountHomeOverride before = state.home();
        if (command.reason().isBlank()) {
            return StepResult.unchanged(
                    state, AccountCommandHandler.refused("a home of an account's own is changed with a reason"));
        }
        if (command instanceof AccountHomeCommand.Clear clear) {
            return before == null
                    ? StepResult.unchanged(state, AccountCommandHandler.refused("the account has no home of its own"))
                    : StepResult.changed(
                            done(state, ran).withHome(null),
                            new HomeChanged(clear.account(), null),
                            AccountCommandHandler.done(""),
                            audited(clear, "home_clear", "it was " + AuditText.home(before)));
        }
        AccountHomeCommand.Set set = (AccountHomeCommand.Set) command;
        AccountHomeOverride home;
        try {
            home = home(set);
        } catch (IllegalArgumentException e) {
            return StepResult.unchanged(state, AccountCommandHandler.refused(String.valueOf(e.getMessage())));
        }
        String was = before == null ? "" : ", instead of " + AuditText.home(before);
        return StepResult.changed(
                done(state, ran).withHome(home),
                new HomeChanged(set.account(), home),
                AccountCommandHandler.done(""),
                audited(set, "home_set", AuditText.home(home) + ", review on " + home.review() + was));
    }

    private static AccountHomeOverride home(AccountHomeCommand.Set set) {
        LocalDate review = set.review() == null
                ? LocalDate.ofInstant(set.time(), ZoneOffset.UTC).plusYears(1)
                : set.review();
        return new AccountHomeOverride(set.countries(), set.networks(), set.by(), set.time(), review, set.reason());
    }

    private static AccountState done(AccountState state, String ran) {
        return state.with(state.profile().withExecuted(ran));
    }

    private static AuditRecord audited(AccountHomeCommand command, String what, String detail) {
        return new AuditRecord(
                command.account(),
                command.time(),
                what,
                command.by(),
                "by " + command.channel() + ": " + detail + ": " + command.reason(),
                AccountCommandHandler.requested(command.channel(), command.reason()));
    }

    /** Drops the home of a closed or renamed account, so that a later owner of the address starts with the domain's. */
    static void dropped(AccountState state, MailEvent event, List<StepOutput> outputs) {
        Account account = event.account();
        AccountHomeOverride home = state.home();
        if (home != null) {
            outputs.add(new HomeChanged(account, null));
            outputs.add(new AuditRecord(
                    account,
                    event.time(),
                    "home_clear",
                    event.reporter(),
                    event.kind().word() + ": it was " + AuditText.home(home)));
        }
    }
}
