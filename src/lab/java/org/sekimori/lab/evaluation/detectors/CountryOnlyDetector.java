package org.sekimori.lab.evaluation.detectors;

import java.time.Instant;
import org.sekimori.grants.GrantCommand;
import org.sekimori.grants.GrantCommandResult;
import org.sekimori.grants.GrantPolicy;
import org.sekimori.grants.GrantSet;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.SyntheticLogEntryFactory;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.TimelineEvent.Message;
import org.sekimori.lab.world.WorldSettings;
import org.sekimori.mail.Account;
import org.sekimori.mail.Origin;
import org.sekimori.mail.SubmissionChannel;

/** The default of Japanese hosters: refuses mail from abroad except by webmail; honours grants; flags no account. */
final class CountryOnlyDetector implements Detector {

    private static final DetectorResult REFUSED = new DetectorResult("country only", true, "", java.util.List.of());

    private Account account = Account.of("nobody");
    private GrantSet grants = GrantSet.NONE;
    private int commands;

    @Override
    public void startAccount(AccountTimeline life) {
        account = life.account();
        grants = GrantSet.NONE;
        commands = 0;
    }

    @Override
    public DetectorResult onMessage(Message message, int number) {
        boolean passes = message.channel() == SubmissionChannel.WEBMAIL
                || !(message.place().origin() instanceof Origin.Country at)
                || at.country().equals(WorldSettings.HOME)
                || grants.covering(at.country(), message.time()).isPresent();
        return passes ? DetectorResult.PASSED : REFUSED;
    }

    @Override
    public void onBounce(Message message, int number, Instant time, int count) {
        // Knows places only.
    }

    @Override
    public void onOtherEvent(TimelineEvent happening) {
        GrantCommand command = SyntheticLogEntryFactory.grant(account, happening, commands++);
        if (command != null && grants.apply(command, GrantPolicy.DEFAULT) instanceof GrantCommandResult.Done done) {
            grants = done.set();
        }
    }
}
