package org.sekimori.lab.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.Assumptions;
import org.sekimori.lab.world.Attack;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Geography;
import org.sekimori.lab.world.Happening;
import org.sekimori.lab.world.Life;
import org.sekimori.lab.world.Setting;
import org.sekimori.lab.world.World;

/**
 * A population by {@link Parameters}: people, offices, clubs, newsletters and devices, and the thieves of some of their accounts.
 * Each account has streams of chance of its own for each day and purpose, so a class that is added shifts nothing else.
 */
public final class Simulator implements World {

    private final Setting setting;
    private final long seed;
    private final Owner.Population population;
    private final Correspondents.Habits correspondents;
    private final Trip.Habits trips;
    private final Whereabouts.Habits whereabouts;
    private final PersonDays persons;
    private final BulkDays bulk;
    private final FailedLogins failures;
    private final Thieves thieves;
    private final int dormantDays;

    private Simulator(Setting setting, long seed, Parameters numbers, Assumptions assumptions, Geography geography) {
        this.setting = setting;
        this.seed = seed;
        this.dormantDays = (int) numbers.number("attacks.dormant_days");
        Post post = new Post(numbers);
        BotPool bots = new BotPool(geography, numbers, assumptions);
        this.population = new Owner.Population(seed, numbers);
        this.correspondents = new Correspondents.Habits(seed, numbers);
        this.trips = new Trip.Habits(seed, numbers, assumptions);
        this.whereabouts = new Whereabouts.Habits(seed, numbers, assumptions, geography);
        this.persons = new PersonDays(seed, setting, numbers, post);
        this.bulk = new BulkDays(seed, setting, numbers, post);
        this.failures = new FailedLogins(seed, setting, numbers, bots);
        this.thieves = new Thieves(seed, setting, numbers, assumptions, post, bots, failures);
    }

    /** A world. Worlds with the same seed but other assumptions share everything that these do not touch. */
    public static Simulator of(
            Setting setting, long seed, Parameters numbers, Assumptions assumptions, Geography geography) {
        return new Simulator(setting, seed, numbers, assumptions, geography);
    }

    /** The shipped population without thieves. */
    public static Simulator honest(Setting setting, long seed, Geography geography) {
        return new Simulator(setting, seed, Parameters.shipped().with("attacks.each", 0), Assumptions.PLAIN, geography);
    }

    @Override
    public String name() {
        return "simulator";
    }

    @Override
    public Setting setting() {
        return setting;
    }

    @Override
    public List<String> honestClasses() {
        return Stream.of(HonestClass.values()).map(HonestClass::word).toList();
    }

    @Override
    public List<String> attackClasses() {
        return Stream.of(AttackClass.values()).map(AttackClass::word).toList();
    }

    @Override
    public Life life(int number) {
        if (number < 0 || number >= setting.accounts()) {
            throw new IllegalArgumentException("there is no account " + number + " of " + setting.accounts());
        }
        Owner owner = population.owner(number);
        List<Trip> journeys = journeys(owner);
        List<Happening> happenings = new ArrayList<>();
        for (Trip trip : journeys) {
            trip.happenings(setting, trips, Draw.of(seed, "grant", number, trip.firstDay()), happenings);
        }
        Correspondents known = correspondents.of(number);
        Whereabouts places = whereabouts.of(owner);
        Attack attack = null;
        boolean[] silent = persons.pauses(owner);
        double bounces = persons.bounceShare(owner);
        int attackDay = owner.attack() == null ? -1 : thieves.day(owner);
        for (int day = 0; day < setting.days(); day++) {
            Trip trip = on(journeys, day);
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
        Instant first = setting.dawn(0);
        happenings.removeIf(one -> one.time().isBefore(first) || !one.time().isBefore(setting.end()));
        Post.sort(happenings);
        return new Life(owner.account(), owner.kind().word(), attack, happenings);
    }

    private void day(
            Owner owner,
            int day,
            @Nullable Trip trip,
            Whereabouts places,
            Correspondents known,
            double bounces,
            List<Happening> into) {
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

    private List<Trip> journeys(Owner owner) {
        List<Trip> journeys = new ArrayList<>(trips.trips(owner, setting.days()));
        if (owner.attack() != null && owner.attack().granted()) {
            Trip granted = trips.withGrant(owner.number(), thieves.day(owner));
            journeys.removeIf(other -> other.firstDay() <= granted.lastDay() && other.lastDay() >= granted.firstDay());
            journeys.add(granted);
        }
        return journeys;
    }

    private static @Nullable Trip on(List<Trip> journeys, int day) {
        for (Trip trip : journeys) {
            if (trip.on(day)) {
                return trip;
            }
        }
        return null;
    }

    private boolean dormant(Owner owner, int day, int attackDay) {
        return owner.attack() == AttackClass.DORMANT && day > attackDay - dormantDays;
    }
}
