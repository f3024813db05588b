package org.sekimori.lab.judge.attacks;

import org.sekimori.lab.judge.customers.AccountEventCollector;
import org.sekimori.lab.judge.environment.AttackerParameters;
import org.sekimori.lab.judge.environment.TimeSpan;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.RandomStream;

/** Strangers who try passwords on accounts, mostly in vain: the noise that every provider sees. */
public final class PasswordGuessingNoise {

    private PasswordGuessingNoise() {}

    public static void generate(WorldContext world, int number, AccountEventCollector events) {
        RandomStream draw = world.draw("guessers", number);
        if (!draw.chance(AttackerParameters.KNOWN_TO_GUESSERS)) {
            return;
        }
        boolean listed = draw.chance(AttackerParameters.LISTED_EVERYWHERE);
        double every = listed ? AttackerParameters.LISTED_EVERY_DAYS : AttackerParameters.KNOCK_EVERY_DAYS;
        double day = draw.exponential(every);
        while (day < world.days().count()) {
            long at = world.days().startOfDay(0) + (long) (day * TimeSpan.DAY);
            for (int tries = draw.between(1, AttackerParameters.KNOCK_MOST_TRIES); tries > 0; tries--) {
                boolean home = draw.chance(AttackerParameters.KNOCK_FROM_HOME
                        * Math.min(
                                AttackerParameters.MOST_FACTOR,
                                world.assumptions().domesticProxies()));
                events.addFailedLogin(
                        at,
                        true,
                        home ? world.access().someHome(draw) : world.access().hackedAbroad(draw));
                at += TimeSpan.SECOND
                        + (long) (draw.exponential(AttackerParameters.KNOCK_GAP_MINUTES) * TimeSpan.MINUTE);
            }
            day += draw.exponential(every);
        }
    }
}
