package org.sekimori.lab.evaluation;

import java.time.Instant;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.GrantOutcome;
import org.sekimori.grants.GrantSet;
import org.sekimori.grants.GrantTerms;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Happening.Message;
import org.sekimori.lab.world.Life;
import org.sekimori.lab.world.Recorded;
import org.sekimori.lab.world.Setting;
import org.sekimori.mail.Account;
import org.sekimori.mail.Channel;
import org.sekimori.mail.Origin;

/** What Japanese hosters do by default: mail from abroad is refused, webmail excepted; grants are honoured. It suspects nobody. */
final class CountryOnly implements Detector {

    private static final Reaction REFUSED = new Reaction("country only", true, java.util.List.of());

    private Account account = Account.of("nobody");
    private GrantSet grants = GrantSet.NONE;
    private int commands;

    @Override
    public void begin(Life life) {
        account = life.account();
        grants = GrantSet.NONE;
        commands = 0;
    }

    @Override
    public Reaction submitted(Message message, int number) {
        boolean passes = message.channel() == Channel.WEBMAIL
                || !(message.place().origin() instanceof Origin.Country at)
                || at.country().equals(Setting.HOME)
                || grants.covering(at.country(), message.time()).isPresent();
        return passes ? Reaction.PASSED : REFUSED;
    }

    @Override
    public void bounced(Message message, int number, Instant time, int count) {
        // Knows places only.
    }

    @Override
    public void heard(Happening happening) {
        GrantCommand command = Recorded.grant(account, happening, commands++);
        if (command != null && grants.apply(command, GrantTerms.DEFAULT) instanceof GrantOutcome.Done done) {
            grants = done.set();
        }
    }
}
