package org.sekimori.lab.judge;

import java.util.List;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;
import org.sekimori.mail.Channel;

/** Guesses the password, tests it with a message to himself, waits, and begins. */
final class Guessed {

    private Guessed() {}

    static void strike(Target target, Span window) {
        Draw draw = target.draw("guessed");
        double most = CampaignNumbers.GUESS_SHARE * window.length();
        double guessing = Math.min(
                most, draw.logNormal(CampaignNumbers.TRIES_LOG_HOURS, CampaignNumbers.GUESS_SIGMA) * Span.HOUR);
        double silence = Math.min(
                most, draw.logNormal(CampaignNumbers.SILENCE_LOG_HOURS, CampaignNumbers.GUESS_SIGMA) * Span.HOUR);
        Span before = new Span(window.from(), (long) (window.until() - silence - most));
        Span tries = before.place(draw, guessing);
        Place[] places = draw.chance(CampaignNumbers.GUESSES_FROM_ONE)
                ? target.machines(draw, 1, target.atHome(CampaignNumbers.BLAST_AT_HOME))
                : target.bots(draw, draw.between(CampaignNumbers.BOTS_LEAST, CampaignNumbers.MANY_ADDRESSES));
        guess(target, draw, tries, places);
        long tested = tries.until();
        long[] himself = {Mailboxes.stranger(draw)};
        Letter test = Letter.to(himself, CampaignNumbers.TEST_OCTETS, List.of());
        target.diary().hostile(tested, places[draw.below(places.length)], Channel.SUBMISSION, test);
        Span rest = new Span((long) (tested + silence), window.until());
        Sleeper.any(draw, CampaignNumbers.GUESSED_CAMPAIGNS).strike(target, soon(rest, most));
    }

    /** The campaign follows the silence, not at any time until the end. */
    private static Span soon(Span rest, double most) {
        double length = Math.min(most, CampaignNumbers.GUESSED_WITHIN_DAYS * Span.DAY);
        return new Span(rest.from(), Math.min(rest.until(), (long) (rest.from() + length)));
    }

    private static void guess(Target target, Draw draw, Span tries, Place[] places) {
        double drawn = draw.logNormal(CampaignNumbers.TRIES_LOG, CampaignNumbers.TRIES_SIGMA);
        int count = (int) Math.max(1, Math.min(CampaignNumbers.TRIES_MOST, drawn));
        double gap = (double) tries.length() / count;
        long at = tries.from();
        for (int i = 0; i < count && at < tries.until(); i++) {
            target.diary().failed(at, true, places[draw.below(places.length)]);
            at += 1 + (long) draw.exponential(gap);
        }
    }
}
