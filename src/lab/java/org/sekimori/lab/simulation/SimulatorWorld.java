package org.sekimori.lab.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final OccasionalMailGenerator occasions;
    private final BulkMailGenerator bulk;
    private final FailedLoginGenerator failures;
    private final AttackGenerator thieves;
    private final int dormantDays;
    private final double returnersMoved;
    private final double namesUnreported;

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
        this.whereabouts = new SimulatedOwnerLocation.LocationHabits(seed, numbers, assumptions, geography, trips);
        this.persons = new PersonalMailGenerator(seed, setting, numbers, post);
        this.occasions = new OccasionalMailGenerator(seed, setting, numbers, post, persons);
        this.namesUnreported = numbers.number("networks.names_unreported");
        this.returnersMoved = numbers.number("returners.moved");
        this.bulk = new BulkMailGenerator(seed, setting, numbers, post);
        this.failures = new FailedLoginGenerator(seed, setting, numbers, bots);
        this.thieves = new AttackGenerator(seed, setting, numbers, assumptions, post, bots, persons, failures);
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
        int firstDay = occasions.firstDay(owner);
        int attackDay = owner.attack() == null ? -1 : Math.max(thieves.day(owner), firstDay + 1);
        List<SimulatedTrip> journeys = journeys(owner, attackDay);
        List<TimelineEvent> happenings = new ArrayList<>();
        for (SimulatedTrip trip : journeys) {
            trip.happenings(setting, trips, RandomStream.of(seed, "grant", number, trip.firstDay()), happenings);
        }
        RecipientModel known = correspondents.of(number);
        SimulatedOwnerLocation places = whereabouts.of(owner);
        Attack attack = null;
        boolean[] silent = silence(owner, firstDay);
        double bounces = persons.bounceShare(owner);
        for (int day = 0; day < setting.days(); day++) {
            if (day > 0) {
                places.nextDay();
            }
            if (!silent[day] && !dormant(owner, day, attackDay)) {
                // Who lives abroad is no traveller: the weeks are those of the grants.
                SimulatedTrip trip = owner.kind() == SimulatedCustomerClass.ABROAD ? null : on(journeys, day);
                day(owner, day, trip, places, known, bounces, happenings);
            }
            if (day == attackDay && owner.attack() != null) {
                attack = thieves.attack(owner, day, on(journeys, day), places, known, happenings);
            }
        }
        Instant first = setting.startOfDay(firstDay);
        happenings.removeIf(one -> one.time().isBefore(first) || !one.time().isBefore(setting.end()));
        if (RandomStream.of(seed, "names reported", number).chance(namesUnreported)) {
            happenings.replaceAll(SimulatorWorld::nameless);
        }
        MessageFactory.sort(happenings);
        return new AccountTimeline(owner.account(), owner.kind().word(), attack, happenings);
    }

    /** As a server reports it that says nothing about names. */
    private static TimelineEvent nameless(TimelineEvent event) {
        return event instanceof TimelineEvent.Message m
                ? new TimelineEvent.Message(
                        m.time(),
                        m.hostile(),
                        m.place(),
                        m.channel(),
                        m.recipients(),
                        m.recipientCount(),
                        m.size(),
                        m.bounces(),
                        null)
                : event;
    }

    private boolean[] silence(SimulatedOwner owner, int firstDay) {
        boolean[] silent = persons.pauses(owner);
        Arrays.fill(silent, 0, firstDay, true);
        int back = occasions.dayOfReturn(owner);
        if (back >= 0) {
            Arrays.fill(silent, Math.max(0, back - occasions.absence(owner)), back, true);
            Arrays.fill(silent, back, Math.min(silent.length, back + 2), false);
        }
        return silent;
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
            case NEWSLETTER, UNREGISTERED_NEWSLETTER -> {
                bulk.newsletter(owner, day, places, known, bounces, into);
                return;
            }
            case DEVICE -> {
                bulk.device(owner, day, places, known, bounces, into);
                return;
            }
            case LIST -> bulk.list(owner, day, places, known, bounces, into);
            case SCHOOL_LIST -> bulk.school(owner, day, places, known, into);
            default -> {
                if (day == occasions.dayOfReturn(owner)
                        && RandomStream.of(seed, "moved", owner.number()).chance(returnersMoved)) {
                    places.move();
                }
                occasions.day(owner, day, places, known, into);
            }
        }
        persons.day(owner, day, occasions.catchingUp(owner, day), trip, places, known, bounces, into);
    }

    private List<SimulatedTrip> journeys(SimulatedOwner owner, int attackDay) {
        List<SimulatedTrip> journeys = new ArrayList<>(trips.trips(owner, setting.days()));
        if (owner.attack() != null && owner.attack().granted()) {
            SimulatedTrip granted = trips.withGrant(owner.number(), attackDay);
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
