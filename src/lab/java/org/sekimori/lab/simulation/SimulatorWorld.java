package org.sekimori.lab.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.AccountTimeline;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.SyntheticWorld;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.WorldSettings;

/**
 * A population by {@link SimulatorParameters}: people, offices, clubs, newsletters and devices, and the thieves of some of their accounts.
 * Each account has streams of chance of its own for each day and purpose, so a class that is added shifts nothing else.
 */
public final class SimulatorWorld implements SyntheticWorld {

    private final WorldSettings setting;
    private final long seed;
    private final SimulatedOwner.OwnerFactory population;
    private final RecipientModel.RecipientHabits correspondents;
    private final SimulatedTrip.TravelHabits trips;
    private final SimulatedOwnerLocation.LocationHabits whereabouts;
    private final PersonalMailGenerator persons;
    private final BulkMailGenerator bulk;
    private final FailedLoginGenerator failures;
    private final AttackGenerator thieves;
    private final int dormantDays;

    private SimulatorWorld(
            WorldSettings setting,
            long seed,
            SimulatorParameters numbers,
            AssumptionFactors assumptions,
            SyntheticGeography geography) {
        this.setting = setting;
        this.seed = seed;
        this.dormantDays = (int) numbers.number("attacks.dormant_days");
        MessageFactory post = new MessageFactory(numbers);
        BotPool bots = new BotPool(geography, numbers, assumptions);
        this.population = new SimulatedOwner.OwnerFactory(seed, numbers);
        this.correspondents = new RecipientModel.RecipientHabits(seed, numbers);
        this.trips = new SimulatedTrip.TravelHabits(seed, numbers, assumptions);
        this.whereabouts = new SimulatedOwnerLocation.LocationHabits(seed, numbers, assumptions, geography);
        this.persons = new PersonalMailGenerator(seed, setting, numbers, post);
        this.bulk = new BulkMailGenerator(seed, setting, numbers, post);
        this.failures = new FailedLoginGenerator(seed, setting, numbers, bots);
        this.thieves = new AttackGenerator(seed, setting, numbers, assumptions, post, bots, failures);
    }

    /** A world. Worlds with the same seed but other assumptions share everything that these do not touch. */
    public static SimulatorWorld of(
            WorldSettings setting,
            long seed,
            SimulatorParameters numbers,
            AssumptionFactors assumptions,
            SyntheticGeography geography) {
        return new SimulatorWorld(setting, seed, numbers, assumptions, geography);
    }

    /** The shipped population without thieves. */
    public static SimulatorWorld honest(WorldSettings setting, long seed, SyntheticGeography geography) {
        return new SimulatorWorld(
                setting,
                seed,
                SimulatorParameters.shipped().with("attacks.each", 0),
                AssumptionFactors.PLAIN,
                geography);
    }

    @Override
    public String name() {
        return "simulator";
    }

    @Override
    public WorldSettings setting() {
        return setting;
    }

    @Override
    public List<String> honestClasses() {
        return Stream.of(SimulatedCustomerClass.values())
                .map(SimulatedCustomerClass::word)
                .toList();
    }

    @Override
    public List<String> attackClasses() {
        return Stream.of(AttackClass.values()).map(AttackClass::word).toList();
    }

    @Override
    public AccountTimeline timeline(int number) {
        if (number < 0 || number >= setting.accounts()) {
            throw new IllegalArgumentException("there is no account " + number + " of " + setting.accounts());
        }
        SimulatedOwner owner = population.owner(number);
        List<SimulatedTrip> journeys = journeys(owner);
        List<TimelineEvent> happenings = new ArrayList<>();
        for (SimulatedTrip trip : journeys) {
            trip.happenings(setting, trips, RandomStream.of(seed, "grant", number, trip.firstDay()), happenings);
        }
        RecipientModel known = correspondents.of(number);
        SimulatedOwnerLocation places = whereabouts.of(owner);
        Attack attack = null;
        boolean[] silent = persons.pauses(owner);
        double bounces = persons.bounceShare(owner);
        int attackDay = owner.attack() == null ? -1 : thieves.day(owner);
        for (int day = 0; day < setting.days(); day++) {
            SimulatedTrip trip = on(journeys, day);
            if (day > 0) {
                places.nextDay();
            }
            if (!silent[day] && !dormant(owner, day, attackDay)) {
                day(owner, day, trip, places, known, bounces, happenings);
            }
            if (day == attackDay && owner.attack() != null) {
                attack = thieves.attack(owner, owner.attack(), places.homeProvider(), known, happenings);
            }
        }
        Instant first = setting.startOfDay(0);
        happenings.removeIf(one -> one.time().isBefore(first) || !one.time().isBefore(setting.end()));
        MessageFactory.sort(happenings);
        return new AccountTimeline(owner.account(), owner.kind().word(), attack, happenings);
    }

    private void day(
            SimulatedOwner owner,
            int day,
            @Nullable SimulatedTrip trip,
            SimulatedOwnerLocation places,
            RecipientModel known,
            double bounces,
            List<TimelineEvent> into) {
        failures.day(owner, day, trip, places, into);
        switch (owner.kind()) {
            case NEWSLETTER, UNREGISTERED_NEWSLETTER -> bulk.newsletter(owner, day, places, known, bounces, into);
            case DEVICE -> bulk.device(owner, day, places, known, bounces, into);
            case LIST -> {
                bulk.list(owner, day, places, known, bounces, into);
                persons.day(owner, day, trip, places, known, bounces, into);
            }
            case PERSONAL, BUSINESS, WEBMAIL, SHARED_OFFICE ->
                persons.day(owner, day, trip, places, known, bounces, into);
        }
    }

    private List<SimulatedTrip> journeys(SimulatedOwner owner) {
        List<SimulatedTrip> journeys = new ArrayList<>(trips.trips(owner, setting.days()));
        if (owner.attack() != null && owner.attack().granted()) {
            SimulatedTrip granted = trips.withGrant(owner.number(), thieves.day(owner));
            journeys.removeIf(other -> other.firstDay() <= granted.lastDay() && other.lastDay() >= granted.firstDay());
            journeys.add(granted);
        }
        return journeys;
    }

    private static @Nullable SimulatedTrip on(List<SimulatedTrip> journeys, int day) {
        for (SimulatedTrip trip : journeys) {
            if (trip.on(day)) {
                return trip;
            }
        }
        return null;
    }

    private boolean dormant(SimulatedOwner owner, int day, int attackDay) {
        return owner.attack() == AttackClass.DORMANT && day > attackDay - dormantDays;
    }
}
