package org.sekimori.profile;

import org.jspecify.annotations.Nullable;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;
import org.sekimori.profile.TimeWindow.Step;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StableHash;
import org.sekimori.profile.codec.StateSection;
import org.sekimori.profile.habits.NameDays;

/**
 * Attempts that were not let pass: those refused for good and those refused for now, counted in the steps of a {@link TimeWindow};
 * where those refused for good came from in the last 24 hours; and the days on which one came from each autonomous system and
 * country. Relays and internal addresses have no place.
 *
 * @param minutes of the last hour
 * @param halfHours of the last 24 hours
 * @param days of the last 35 local days
 * @param networks exact up to 16, see {@link DistinctSketch}
 * @param systems exact up to 12
 * @param countries exact up to 12
 * @param habit days by system and country, see {@link NameDays}; the last 12
 */
record RefusedAttempts(
        TimeSeriesCounters minutes,
        TimeSeriesCounters halfHours,
        TimeSeriesCounters days,
        DistinctSketch networks,
        DistinctSketch systems,
        DistinctSketch countries,
        NameDays habit) {

    private static final int REFUSED = 0;
    private static final int DEFERRED = 1;
    private static final int COLUMNS = 2;

    private static final int NETWORKS = 16;
    private static final int SYSTEMS = 12;
    private static final int COUNTRIES = 12;
    private static final int HABIT = 12;

    /** Used steps of each length that are left after shedding. */
    private static final int SHED_ROWS = 10;

    /** Octets of the largest value of a sketch: a hash, a minute and its mark. */
    private static final int LARGEST = 4 + 5;

    static final RefusedAttempts NONE = new RefusedAttempts(
            TimeSeriesCounters.empty(Step.MINUTE.most(), COLUMNS),
            TimeSeriesCounters.empty(Step.HALF_HOUR.most(), COLUMNS),
            TimeSeriesCounters.empty(Step.DAY.most(), COLUMNS),
            DistinctSketch.empty(NETWORKS),
            DistinctSketch.empty(SYSTEMS),
            DistinctSketch.empty(COUNTRIES),
            NameDays.empty(HABIT));

    static final StateSection<RefusedAttempts> SECTION = StateSection.of(
                    1, NONE, RefusedAttempts::write, RefusedAttempts::read, RefusedAttempts::atMost)
            .shedding(RefusedAttempts::shed);

    private int atMost() {
        return minutes.atMost()
                + halfHours.atMost()
                + days.atMost()
                + 3 * LARGEST
                + (NETWORKS + SYSTEMS + COUNTRIES) * LARGEST
                + habit.atMost();
    }

    private RefusedAttempts shed() {
        return counted(minutes.newest(SHED_ROWS), halfHours.newest(SHED_ROWS), days.newest(SHED_ROWS));
    }

    /** After an attempt of a local day was refused for good: its number and its place. */
    RefusedAttempts refused(MailEvent event, int day) {
        long second = event.time().getEpochSecond();
        RefusedAttempts counted = plus(second, day, REFUSED);
        Origin origin = event.origin();
        if (origin instanceof Origin.Relay || origin instanceof Origin.Internal) {
            return counted;
        }
        int minute = RecentOrigins.minute(second);
        int network = hash(origin.network());
        int system = system(origin);
        int country = country(origin);
        NameDays days = system == 0 ? habit : habit.plus(system, day, true);
        return new RefusedAttempts(
                counted.minutes,
                counted.halfHours,
                counted.days,
                network == 0 ? networks : networks.plus(network, minute),
                system == 0 ? systems : systems.plus(system, minute),
                country == 0 ? countries : countries.plus(country, minute),
                country == 0 ? days : days.plus(country, day, true));
    }

    /** After an attempt was refused by its server before the queue: what is reported of it is no place. */
    RefusedAttempts refusedByServer(long second, int day, boolean forNow) {
        return plus(second, day, forNow ? DEFERRED : REFUSED);
    }

    /** After an attempt was refused for now. */
    RefusedAttempts deferred(long second, int day) {
        return plus(second, day, DEFERRED);
    }

    private RefusedAttempts plus(long second, int day, int column) {
        int[] row = new int[COLUMNS];
        row[column] = 1;
        return counted(
                minutes.plus(RecentOrigins.minute(second), row),
                halfHours.plus(halfHour(second), row),
                days.plus(day, row));
    }

    private RefusedAttempts counted(TimeSeriesCounters m, TimeSeriesCounters h, TimeSeriesCounters d) {
        return new RefusedAttempts(m, h, d, networks, systems, countries, habit);
    }

    private static int halfHour(long second) {
        return Math.toIntExact(Math.floorDiv(second, (long) Step.HALF_HOUR.seconds()));
    }

    private static int hash(@Nullable String text) {
        return text == null ? 0 : StableHash.of(text);
    }

    /** The hash of the origin's autonomous system; 0 if unknown. */
    static int system(Origin origin) {
        long number = origin instanceof Origin.Country c
                ? c.asn()
                : origin instanceof Origin.Unknown u ? u.system().number() : 0;
        return number == 0 ? 0 : StableHash.of("AS" + number);
    }

    private static int country(Origin origin) {
        return origin instanceof Origin.Country c ? StableHash.of(c.country()) : 0;
    }

    long refused(long now, int today, TimeWindow window) {
        return sum(REFUSED, now, today, window);
    }

    long deferred(long now, int today, TimeWindow window) {
        return sum(DEFERRED, now, today, window);
    }

    private long sum(int column, long now, int today, TimeWindow window) {
        return switch (window.step()) {
            case MINUTE -> minutes.sum(column, RecentOrigins.minute(now), window.steps());
            case HALF_HOUR -> halfHours.sum(column, halfHour(now), window.steps());
            case DAY -> days.sum(column, today, window.steps());
        };
    }

    /** Whether one was refused from the origin's country within a window of up to 24 hours. */
    boolean fromCountry(Origin origin, int minute, TimeWindow window) {
        return within(countries, country(origin), minute, window);
    }

    /** The same of its autonomous system. */
    boolean fromSystem(Origin origin, int minute, TimeWindow window) {
        return within(systems, system(origin), minute, window);
    }

    /** The same of its network. */
    boolean fromNetwork(Origin origin, int minute, TimeWindow window) {
        return within(networks, hash(origin.network()), minute, window);
    }

    private static boolean within(DistinctSketch seen, int hash, int minute, TimeWindow window) {
        long last = hash == 0 ? DistinctSketch.NEVER : seen.lastSeen(hash);
        return last <= minute && last > minute - window.seconds() / 60;
    }

    int systemDays(Origin origin, int today) {
        return habit.daysBefore(system(origin), today);
    }

    int countryDays(Origin origin, int today) {
        return habit.daysBefore(country(origin), today);
    }

    /** Without what happened in the steps of a moment or before; the days by system and country stay. */
    RefusedAttempts after(long second, int day) {
        int minute = RecentOrigins.minute(second);
        return new RefusedAttempts(
                minutes.after(minute),
                halfHours.after(halfHour(second)),
                days.after(day),
                networks.after(minute),
                systems.after(minute),
                countries.after(minute),
                habit);
    }

    /** Nothing but the days by system and country. */
    RefusedAttempts habitOnly() {
        return new RefusedAttempts(
                NONE.minutes, NONE.halfHours, NONE.days, NONE.networks, NONE.systems, NONE.countries, habit);
    }

    /** Without what is later than a moment. */
    RefusedAttempts until(long second, int day) {
        int minute = RecentOrigins.minute(second);
        return new RefusedAttempts(
                minutes.before(minute + 1),
                halfHours.before(halfHour(second) + 1),
                days.before(day + 1),
                networks.until(minute),
                systems.until(minute),
                countries.until(minute),
                habit.until(day));
    }

    /** Time of the newest one, to half an hour, in seconds since 1970; 0 without one. */
    long newest() {
        return halfHours.size() == 0 ? 0 : (long) halfHours.step(halfHours.size() - 1) * Step.HALF_HOUR.seconds();
    }

    private void write(BinaryStateWriter out) {
        minutes.write(out);
        halfHours.write(out);
        days.write(out);
        networks.write(out);
        systems.write(out);
        countries.write(out);
        habit.write(out);
    }

    private static RefusedAttempts read(BinaryStateReader in) {
        return new RefusedAttempts(
                TimeSeriesCounters.read(in, Step.MINUTE.most(), COLUMNS),
                TimeSeriesCounters.read(in, Step.HALF_HOUR.most(), COLUMNS),
                TimeSeriesCounters.read(in, Step.DAY.most(), COLUMNS),
                DistinctSketch.read(in, NETWORKS, Profile.SECTIONS_FORMAT, false),
                DistinctSketch.read(in, SYSTEMS, Profile.SECTIONS_FORMAT, false),
                DistinctSketch.read(in, COUNTRIES, Profile.SECTIONS_FORMAT, false),
                NameDays.read(in, HABIT));
    }
}
