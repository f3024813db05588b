package org.sekimori.lab.judge;

import org.sekimori.lab.world.Draw;

/** Strangers who try passwords on accounts, mostly in vain: the noise that every provider sees. */
final class Guessers {

    private Guessers() {}

    static void knock(Ground ground, int number, Diary diary) {
        Draw draw = ground.draw("guessers", number);
        if (!draw.chance(ThiefNumbers.KNOWN_TO_GUESSERS)) {
            return;
        }
        boolean listed = draw.chance(ThiefNumbers.LISTED_EVERYWHERE);
        double every = listed ? ThiefNumbers.LISTED_EVERY_DAYS : ThiefNumbers.KNOCK_EVERY_DAYS;
        double day = draw.exponential(every);
        while (day < ground.days().count()) {
            long at = ground.days().dawn(0) + (long) (day * Span.DAY);
            for (int tries = draw.between(1, ThiefNumbers.KNOCK_MOST_TRIES); tries > 0; tries--) {
                boolean home = draw.chance(ThiefNumbers.KNOCK_FROM_HOME
                        * Math.min(
                                ThiefNumbers.MOST_FACTOR, ground.assumptions().domesticProxies()));
                diary.failed(
                        at,
                        true,
                        home ? ground.access().someHome(draw) : ground.access().hackedAbroad(draw));
                at += Span.SECOND + (long) (draw.exponential(ThiefNumbers.KNOCK_GAP_MINUTES) * Span.MINUTE);
            }
            day += draw.exponential(every);
        }
    }
}
