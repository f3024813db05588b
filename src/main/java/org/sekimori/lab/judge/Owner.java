package org.sekimori.lab.judge;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.judge.PeopleNumbers.Habits;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Provider;

/**
 * Who an account belongs to.
 *
 * @param perDay messages on an average working day
 * @param home the fixed line
 * @param work the address of the office or the campus, null for those who have none
 * @param phoneShare how much is written on the telephone
 * @param webmailShare how much is written in the provider's webmail
 * @param gmailShare how much is written through Gmail
 */
record Owner(
        int number,
        Customer customer,
        Habits habits,
        double perDay,
        Rhythm rhythm,
        Contacts contacts,
        Home home,
        @Nullable Place work,
        int carrier,
        int region,
        double phoneShare,
        double webmailShare,
        double gmailShare,
        @Nullable Vpn vpn,
        List<Trip> trips) {

    static Owner of(Ground ground, int number, Customer customer, boolean travels) {
        Draw draw = ground.draw("owner", number);
        Habits habits = PeopleNumbers.habits(customer);
        double spread = draw.logNormal(0, habits.sigma());
        double perDay = Math.min(PeopleNumbers.MOST_PER_DAY, habits.perDay() * spread);
        List<Trip> trips = Trips.of(ground, number, customer);
        boolean webmail = draw.chance(PlaceNumbers.WEBMAIL_USERS);
        boolean gmail = draw.chance(PlaceNumbers.GMAIL_USERS);
        return new Owner(
                number,
                customer,
                habits,
                perDay,
                rhythm(customer, draw),
                Contacts.of(ground, number, habits.contacts(), perDay),
                Home.of(ground, number),
                work(ground, number, customer),
                ground.access().carriers().pick(draw),
                draw.below(PlaceNumbers.REGIONS),
                draw.beta(PlaceNumbers.PHONE_ALPHA, PlaceNumbers.PHONE_BETA),
                webmail ? PlaceNumbers.WEBMAIL_MOSTLY : PlaceNumbers.WEBMAIL_NOW_AND_THEN,
                gmail ? PlaceNumbers.GMAIL_MOSTLY : 0,
                Vpn.of(ground, number),
                travels ? Trips.withOneInScoredDays(ground, number, trips) : trips);
    }

    private static Rhythm rhythm(Customer customer, Draw draw) {
        boolean owl = draw.chance(PeopleNumbers.NIGHT_OWLS);
        return switch (customer) {
            case FIRM_STAFF, TRAVELLER, PROLIFIC, NEWSLETTER_REGISTERED -> Rhythm.OFFICE;
            case UNIVERSITY -> owl ? Rhythm.NIGHT : Rhythm.CAMPUS;
            default -> owl ? Rhythm.NIGHT : Rhythm.HOME;
        };
    }

    /** The same for all colleagues, whoever asks. */
    private static @Nullable Place work(Ground ground, int number, Customer customer) {
        switch (customer) {
            case FIRM_STAFF, TRAVELLER, PROLIFIC, NEWSLETTER_REGISTERED -> {
                Draw draw = ground.draw("office", number / PlaceNumbers.ACCOUNTS_AN_OFFICE);
                return ground.access().someHome(draw);
            }
            case UNIVERSITY -> {
                Draw campus = ground.draw("campus");
                Provider provider = ground.access().homeProvider(campus);
                Place gate = provider.anywhere(campus);
                return provider.near(gate, ground.draw("gate", number % PlaceNumbers.CAMPUS_ADDRESSES));
            }
            default -> {
                return null;
            }
        }
    }

    /** How much of a working day's writing a day sees. */
    double factor(Days.Kind kind) {
        return switch (kind) {
            case WORKDAY -> 1;
            case REST -> habits.rest();
            case LEAVE -> habits.leave();
        };
    }

    /** The trip at a time, null if there is none. */
    @Nullable
    Trip tripAt(long time) {
        for (Trip trip : trips) {
            if (trip.covers(time)) {
                return trip;
            }
        }
        return null;
    }
}
