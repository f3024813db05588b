package org.sekimori.lab.judge.customers;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.judge.customers.CustomerParameters.MailHabits;
import org.sekimori.lab.judge.environment.NetworkParameters;
import org.sekimori.lab.judge.environment.WorldCalendar;
import org.sekimori.lab.judge.environment.WorldContext;
import org.sekimori.lab.world.AccessProvider;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;

/**
 * The owner of an account.
 *
 * @param perDay messages on an average working day
 * @param home the fixed line
 * @param work the address of the office or the campus; null without one
 * @param phoneShare share of mail written on the telephone
 * @param webmailShare share written in the provider's webmail
 * @param gmailShare share written through Gmail
 */
public record MailboxOwner(
        int number,
        CustomerClass customer,
        MailHabits habits,
        double perDay,
        HourDistribution rhythm,
        PersonalContacts contacts,
        HomeConnection home,
        @Nullable ClientLocation work,
        int carrier,
        int region,
        double phoneShare,
        double webmailShare,
        double gmailShare,
        @Nullable VpnUsage vpn,
        List<TripAbroad> trips) {

    public static MailboxOwner of(WorldContext world, int number, CustomerClass customer, boolean travels) {
        RandomStream draw = world.draw("owner", number);
        MailHabits habits = CustomerParameters.habits(customer);
        double spread = draw.logNormal(0, habits.sigma());
        double perDay = Math.min(CustomerParameters.MOST_PER_DAY, habits.perDay() * spread);
        List<TripAbroad> trips = TripPlanner.of(world, number, customer);
        boolean webmail = draw.chance(NetworkParameters.WEBMAIL_USERS);
        boolean gmail = draw.chance(NetworkParameters.GMAIL_USERS);
        return new MailboxOwner(
                number,
                customer,
                habits,
                perDay,
                rhythm(customer, draw),
                PersonalContacts.of(world, number, habits.contacts(), perDay),
                HomeConnection.of(world, number),
                work(world, number, customer),
                world.access().carriers().pick(draw),
                draw.below(NetworkParameters.REGIONS),
                draw.beta(NetworkParameters.PHONE_ALPHA, NetworkParameters.PHONE_BETA),
                webmail ? NetworkParameters.WEBMAIL_MOSTLY : NetworkParameters.WEBMAIL_NOW_AND_THEN,
                gmail ? NetworkParameters.GMAIL_MOSTLY : 0,
                VpnUsage.of(world, number),
                travels ? TripPlanner.withOneInScoredDays(world, number, trips) : trips);
    }

    private static HourDistribution rhythm(CustomerClass customer, RandomStream draw) {
        boolean owl = draw.chance(CustomerParameters.NIGHT_OWLS);
        return switch (customer) {
            case FIRM_STAFF, TRAVELLER, PROLIFIC, NEWSLETTER_REGISTERED -> HourDistribution.OFFICE;
            case UNIVERSITY -> owl ? HourDistribution.NIGHT : HourDistribution.CAMPUS;
            default -> owl ? HourDistribution.NIGHT : HourDistribution.HOME;
        };
    }

    /** The workplace, the same for all colleagues. */
    private static @Nullable ClientLocation work(WorldContext world, int number, CustomerClass customer) {
        switch (customer) {
            case FIRM_STAFF, TRAVELLER, PROLIFIC, NEWSLETTER_REGISTERED -> {
                RandomStream draw = world.draw("office", number / NetworkParameters.ACCOUNTS_AN_OFFICE);
                return world.access().someHome(draw);
            }
            case UNIVERSITY -> {
                RandomStream campus = world.draw("campus");
                AccessProvider provider = world.access().homeProvider(campus);
                ClientLocation gate = provider.anywhere(campus);
                return provider.near(gate, world.draw("gate", number % NetworkParameters.CAMPUS_ADDRESSES));
            }
            default -> {
                return null;
            }
        }
    }

    /** How much of a working day's writing a day sees. */
    public double factor(WorldCalendar.DayKind kind) {
        return switch (kind) {
            case WORKDAY -> 1;
            case REST -> habits.rest();
            case LEAVE -> habits.leave();
        };
    }

    /** The trip at a time; null without one. */
    @Nullable
    TripAbroad tripAt(long time) {
        for (TripAbroad trip : trips) {
            if (trip.covers(time)) {
                return trip;
            }
        }
        return null;
    }
}
