package org.sekimori.lab.judge.attacks;

import java.util.List;
import org.sekimori.lab.judge.customers.ComposedMessage;
import org.sekimori.lab.judge.environment.RecipientIds;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.mail.SubmissionChannel;

/** Guesses the password, tests it with a message to himself, waits, and begins. */
final class GuessedPasswordAttack {

    private GuessedPasswordAttack() {}

    static void execute(AttackTarget target, TimeSpan window) {
        RandomStream draw = target.draw("guessed");
        double most = CampaignParameters.GUESS_SHARE * window.length();
        double guessing = Math.min(
                most,
                draw.logNormal(CampaignParameters.TRIES_LOG_HOURS, CampaignParameters.GUESS_SIGMA) * TimeSpan.HOUR);
        double silence = Math.min(
                most,
                draw.logNormal(CampaignParameters.SILENCE_LOG_HOURS, CampaignParameters.GUESS_SIGMA) * TimeSpan.HOUR);
        TimeSpan before = new TimeSpan(window.from(), (long) (window.until() - silence - most));
        TimeSpan tries = before.place(draw, guessing);
        ClientLocation[] places = draw.chance(CampaignParameters.GUESSES_FROM_ONE)
                ? target.machines(draw, 1, target.atHome(CampaignParameters.BLAST_AT_HOME))
                : target.bots(draw, draw.between(CampaignParameters.BOTS_LEAST, CampaignParameters.MANY_ADDRESSES));
        guess(target, draw, tries, places);
        long tested = tries.until();
        long[] himself = {RecipientIds.stranger(draw)};
        ComposedMessage test = ComposedMessage.to(himself, CampaignParameters.TEST_OCTETS, List.of());
        target.events().addAttackMessage(tested, places[draw.below(places.length)], SubmissionChannel.SUBMISSION, test);
        TimeSpan rest = new TimeSpan((long) (tested + silence), window.until());
        SleeperAccountAttack.any(draw, CampaignParameters.GUESSED_CAMPAIGNS).execute(target, soon(rest, most));
    }

    /** The campaign follows the silence, not at any time until the end. */
    private static TimeSpan soon(TimeSpan rest, double most) {
        double length = Math.min(most, CampaignParameters.GUESSED_WITHIN_DAYS * TimeSpan.DAY);
        return new TimeSpan(rest.from(), Math.min(rest.until(), (long) (rest.from() + length)));
    }

    private static void guess(AttackTarget target, RandomStream draw, TimeSpan tries, ClientLocation[] places) {
        double drawn = draw.logNormal(CampaignParameters.TRIES_LOG, CampaignParameters.TRIES_SIGMA);
        int count = (int) Math.max(1, Math.min(CampaignParameters.TRIES_MOST, drawn));
        double gap = (double) tries.length() / count;
        long at = tries.from();
        for (int i = 0; i < count && at < tries.until(); i++) {
            target.events().addFailedLogin(at, true, places[draw.below(places.length)]);
            at += 1 + (long) draw.exponential(gap);
        }
    }
}
