package org.sekimori.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.WorldSettings;

/** Generates wrong passwords: typing errors, devices with an old one, and unsuccessful guesses. */
final class FailedLoginGenerator {

    private static final int DAY = 86_400;
    private static final double MONTH = 30;

    private final long seed;
    private final WorldSettings setting;
    private final BotPool bots;
    private final double typos;
    private final double stale;
    private final double staleDays;
    private final int staleMinutes;
    private final double forgottenDays;
    private final int forgottenMinutes;
    private final double guessed;
    private final double guessesMu;
    private final double guessesSigma;
    private final double guessesEach;
    private final double guessesMost;
    private final double guessApartLow;
    private final double guessApartHigh;

    FailedLoginGenerator(long seed, WorldSettings setting, SimulatorParameters numbers, BotPool bots) {
        this.seed = seed;
        this.setting = setting;
        this.bots = bots;
        this.typos = numbers.number("failures.typos_per_month") / MONTH;
        this.stale = numbers.number("failures.stale_per_month") / MONTH;
        this.staleDays = numbers.number("failures.stale_days");
        this.staleMinutes = (int) numbers.number("failures.stale_minutes");
        this.forgottenDays = numbers.number("failures.forgotten_days");
        this.forgottenMinutes = (int) Math.max(1, numbers.number("failures.forgotten_minutes"));
        this.guessed = numbers.number("failures.guessed_per_month") / MONTH;
        this.guessesMu = numbers.number("failures.guesses_mu");
        this.guessesSigma = numbers.number("failures.guesses_sigma");
        this.guessesMost = numbers.number("failures.guesses_most");
        this.guessApartLow = numbers.number("failures.guess_seconds_low");
        this.guessApartHigh = numbers.number("failures.guess_seconds_high");
        this.guessesEach = numbers.number("failures.guesses_each");
    }

    /** Failures that begin on one day; they may last into the next ones. */
    void day(
            SimulatedOwner owner,
            int day,
            @Nullable SimulatedTrip trip,
            SimulatedOwnerLocation whereabouts,
            List<TimelineEvent> into) {
        RandomStream draw = RandomStream.of(seed, "failures", owner.number(), day);
        Instant dawn = setting.startOfDay(day);
        for (int i = draw.poisson(typos); i > 0; i--) {
            into.add(
                    failure(dawn.plus(Duration.ofSeconds(draw.below(DAY))), false, whereabouts.place(day, trip, draw)));
        }
        if (draw.chance(stale)) {
            ClientLocation device = whereabouts.place(day, trip, draw);
            Instant time = dawn.plus(Duration.ofSeconds(draw.below(DAY)));
            Instant end = time.plus(Duration.ofSeconds((long) draw.exponential(staleDays * DAY)));
            for (; time.isBefore(end); time = time.plus(Duration.ofMinutes(staleMinutes))) {
                into.add(failure(time, false, device));
            }
        }
        if (owner.kind() == SimulatedCustomerClass.OLD_PASSWORD) {
            oldPassword(owner, day, trip, whereabouts, draw, into);
        }
        if (draw.chance(guessed)) {
            int guesses = (int) Math.min(guessesMost, 1 + draw.logNormal(guessesMu, guessesSigma));
            guesses(guesses, dawn.plus(Duration.ofSeconds(draw.below(DAY))), draw, into);
        }
    }

    /** A device that nobody looks after, wherever its owner is. */
    private void oldPassword(
            SimulatedOwner owner,
            int day,
            @Nullable SimulatedTrip trip,
            SimulatedOwnerLocation whereabouts,
            RandomStream draw,
            List<TimelineEvent> into) {
        RandomStream device = RandomStream.of(seed, "old password", owner.number());
        int from = device.between(-(int) forgottenDays / 2, setting.days() - 1);
        int until = from + 7 + (int) device.exponential(Math.max(1, forgottenDays - 7));
        if (day < from || day >= until) {
            return;
        }
        Instant dawn = setting.startOfDay(day);
        ClientLocation place = whereabouts.place(day, trip, draw);
        for (int second = draw.below(forgottenMinutes * 60); second < DAY; second += forgottenMinutes * 60) {
            if (draw.chance(0.1)) {
                place = whereabouts.place(day, trip, draw);
            }
            into.add(failure(dawn.plus(Duration.ofSeconds(second)), false, place));
        }
    }

    /** A run of guesses, a few seconds to minutes apart, from addresses all over the world. Returns the time of the last. */
    Instant guesses(int count, Instant from, RandomStream draw, List<TimelineEvent> into) {
        Instant time = from;
        double apart = draw.between(guessApartLow, guessApartHigh);
        ClientLocation bot = bots.bot(draw);
        for (int i = 0; i < count; i++) {
            if (draw.chance(1 / guessesEach)) {
                bot = bots.bot(draw);
            }
            into.add(failure(time, true, bot));
            time = time.plus(Duration.ofSeconds(1 + (long) draw.exponential(apart)));
        }
        return time;
    }

    private static TimelineEvent failure(Instant time, boolean hostile, ClientLocation place) {
        return new TimelineEvent.FailedLogin(time, hostile, place);
    }
}
