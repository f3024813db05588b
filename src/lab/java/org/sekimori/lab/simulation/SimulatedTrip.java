package org.sekimori.lab.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.TimelineEvent;
import org.sekimori.lab.world.WorldSettings;

/**
 * A journey abroad.
 *
 * @param firstDay first day abroad, counted from the first day of the world
 * @param lastDay last day abroad
 * @param country where to
 * @param onward where to from the middle of it, null if it stays in one country
 * @param grant whether and when the traveller opens a grant
 * @param forAll whether that is for all countries
 * @param extended whether it is extended when it ends too early
 */
record SimulatedTrip(
        int firstDay,
        int lastDay,
        String country,
        @Nullable String onward,
        GrantOpening grant,
        boolean forAll,
        boolean extended) {

    private static final int DAYS_OF_A_MONTH = 30;
    private static final int DAYS_OF_A_GRANT = 7;

    /** When a traveller opens a grant. */
    enum GrantOpening {
        BEFORE,
        AFTER_A_REFUSAL,
        NEVER
    }

    boolean on(int day) {
        return day >= firstDay && day <= lastDay;
    }

    String country(int day) {
        return onward != null && day > (firstDay + lastDay) / 2 ? onward : country;
    }

    /** The traveller's grant events. */
    void happenings(WorldSettings setting, TravelHabits habits, RandomStream draw, List<TimelineEvent> into) {
        if (grant == GrantOpening.NEVER) {
            return;
        }
        Instant begin = setting.startOfDay(firstDay);
        Instant opened = grant == GrantOpening.BEFORE
                ? begin.minus(Duration.ofMinutes(draw.between(60, (int) (habits.leadDays * 24 * 60))))
                : begin.plus(
                        Duration.ofMinutes(draw.between((int) (habits.afterLow * 60), (int) (habits.afterHigh * 60))));
        Instant from = grant == GrantOpening.BEFORE ? begin : opened;
        TreeSet<String> countries = new TreeSet<>();
        if (!forAll) {
            countries.add(country);
        }
        if (opened.isBefore(setting.startOfDay(0))) {
            opened = setting.startOfDay(0);
        }
        into.add(new TimelineEvent.GrantOpened(opened, from, countries));
        if (extended && lastDay - firstDay >= DAYS_OF_A_GRANT) {
            into.add(new TimelineEvent.GrantExtended(from.plus(Duration.ofHours(24L * (DAYS_OF_A_GRANT - 1) + 12))));
        }
    }

    /** Draws trips. */
    static final class TravelHabits {
        private final long seed;
        private final double perMonth;
        private final double frequent;
        private final double frequentPerMonth;
        private final int daysLow;
        private final int daysHigh;
        private final double before;
        private final double after;
        private final double forAll;
        private final double extended;
        private final double second;
        private final double leadDays;
        private final double afterLow;
        private final double afterHigh;
        private final double abroadGrants;
        private final double abroadRemembers;
        private final CategoricalDistribution to;

        TravelHabits(long seed, SimulatorParameters numbers, AssumptionFactors assumptions) {
            this.seed = seed;
            this.perMonth = numbers.number("travel.trips_per_month") * assumptions.travel();
            this.frequent = Math.min(1, numbers.number("travel.frequent") * assumptions.travel());
            this.frequentPerMonth = numbers.number("travel.frequent_trips");
            this.daysLow = (int) numbers.number("travel.days_low");
            this.daysHigh = (int) numbers.number("travel.days_high");
            this.before = numbers.number("travel.grant_before");
            this.after = numbers.number("travel.grant_after");
            this.forAll = numbers.number("travel.grant_for_all");
            this.extended = numbers.number("travel.extended");
            this.second = numbers.number("travel.second_country");
            this.leadDays = numbers.number("travel.grant_lead_days");
            this.afterLow = numbers.number("travel.grant_after_low");
            this.afterHigh = numbers.number("travel.grant_after_high");
            this.abroadGrants = numbers.number("abroad.grants");
            this.abroadRemembers = numbers.number("abroad.remembers");
            this.to = numbers.weights("travel.to");
        }

        /** All trips of an owner, by rising time, without overlap. */
        List<SimulatedTrip> trips(SimulatedOwner owner, int days) {
            List<SimulatedTrip> trips = new ArrayList<>();
            if (owner.kind() == SimulatedCustomerClass.ABROAD) {
                return weeks(owner, days);
            }
            if (!owner.kind().travels()) {
                return trips;
            }
            double rate =
                    RandomStream.of(seed, "traveller", owner.number()).chance(frequent) ? frequentPerMonth : perMonth;
            int home = 0;
            for (int month = 0; month * DAYS_OF_A_MONTH < days; month++) {
                RandomStream draw = RandomStream.of(seed, "trips", owner.number(), month);
                if (draw.chance(Math.min(1, rate))) {
                    SimulatedTrip trip = trip(month * DAYS_OF_A_MONTH + draw.below(DAYS_OF_A_MONTH), draw);
                    if (trip.firstDay >= home && trip.firstDay < days) {
                        trips.add(trip);
                        home = trip.lastDay + 2;
                    }
                }
            }
            return trips;
        }

        /** Of somebody who lives abroad: some open a grant for each week, and forget it now and then. */
        private List<SimulatedTrip> weeks(SimulatedOwner owner, int days) {
            RandomStream draw = RandomStream.of(seed, "grants from abroad", owner.number());
            boolean grants = draw.chance(abroadGrants);
            String country = residence(owner.number());
            List<SimulatedTrip> weeks = new ArrayList<>();
            for (int day = 0; day < days; day += DAYS_OF_A_GRANT) {
                GrantOpening opening =
                        grants && draw.chance(abroadRemembers) ? GrantOpening.BEFORE : GrantOpening.NEVER;
                weeks.add(new SimulatedTrip(day, day + DAYS_OF_A_GRANT - 1, country, null, opening, false, false));
            }
            return weeks;
        }

        /** The country of somebody who lives abroad. */
        String residence(int number) {
            return to.drawName(RandomStream.of(seed, "residence", number));
        }

        private SimulatedTrip trip(int firstDay, RandomStream draw) {
            double grant = draw.uniform();
            GrantOpening opening = grant < before
                    ? GrantOpening.BEFORE
                    : grant < before + after ? GrantOpening.AFTER_A_REFUSAL : GrantOpening.NEVER;
            return new SimulatedTrip(
                    firstDay,
                    firstDay + draw.between(daysLow, daysHigh) - 1,
                    to.drawName(draw),
                    draw.chance(second) ? to.drawName(draw) : null,
                    opening,
                    draw.chance(forAll),
                    draw.chance(extended));
        }

        /** A trip that gives a thief an open grant: from the day before. */
        SimulatedTrip withGrant(int account, int day) {
            RandomStream draw = RandomStream.of(seed, "granted trip", account);
            return new SimulatedTrip(
                    Math.max(1, day - 1),
                    Math.max(1, day - 1) + daysHigh - 1,
                    to.drawName(draw),
                    null,
                    GrantOpening.BEFORE,
                    draw.chance(forAll),
                    true);
        }
    }
}
