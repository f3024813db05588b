package org.sekimori.engine;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.sekimori.engine.Output.Audited;
import org.sekimori.engine.Output.HomeChanged;
import org.sekimori.grants.Home;
import org.sekimori.grants.HomeCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;

/** What people ask of the home that an account has of its own. */
final class HomeChanges {

    private HomeChanges() {}

    static Step carryOut(AccountState state, HomeCommand command) {
        String ran = "home " + command.id();
        if (state.profile().carriedOut(ran)) {
            // A retry that comes late must not undo what others have done since.
            return Step.unchanged(state, Commands.done(""));
        }
        Home before = state.home();
        if (command.reason().isBlank()) {
            return Step.unchanged(state, Commands.refused("a home of an account's own is changed with a reason"));
        }
        if (command instanceof HomeCommand.Clear clear) {
            return before == null
                    ? Step.unchanged(state, Commands.refused("the account has no home of its own"))
                    : Step.changed(
                            done(state, ran).withHome(null),
                            new HomeChanged(clear.account(), null),
                            Commands.done(""),
                            audited(clear, "home_clear", "it was " + Describe.home(before)));
        }
        HomeCommand.Set set = (HomeCommand.Set) command;
        Home home;
        try {
            home = home(set);
        } catch (IllegalArgumentException e) {
            return Step.unchanged(state, Commands.refused(String.valueOf(e.getMessage())));
        }
        String was = before == null ? "" : ", instead of " + Describe.home(before);
        return Step.changed(
                done(state, ran).withHome(home),
                new HomeChanged(set.account(), home),
                Commands.done(""),
                audited(set, "home_set", Describe.home(home) + ", review on " + home.review() + was));
    }

    private static Home home(HomeCommand.Set set) {
        LocalDate review = set.review() == null
                ? LocalDate.ofInstant(set.time(), ZoneOffset.UTC).plusYears(1)
                : set.review();
        return new Home(set.countries(), set.networks(), set.by(), set.time(), review, set.reason());
    }

    private static AccountState done(AccountState state, String ran) {
        return state.with(state.profile().carryingOut(ran));
    }

    private static Audited audited(HomeCommand command, String what, String detail) {
        return new Audited(
                command.account(),
                command.time(),
                what,
                command.by(),
                "by " + command.channel() + ": " + detail + ": " + command.reason(),
                Commands.asked(command.channel(), command.reason()));
    }

    /** Whoever gets the address of a closed account later, or the name that was given up, is at home where the domain is. */
    static void dropped(AccountState state, MailEvent event, List<Output> outputs) {
        Account account = event.account();
        Home home = state.home();
        if (home != null) {
            outputs.add(new HomeChanged(account, null));
            outputs.add(new Audited(
                    account,
                    event.time(),
                    "home_clear",
                    event.reporter(),
                    event.kind().word() + ": it was " + Describe.home(home)));
        }
    }
}
