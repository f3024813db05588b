package org.sekimori.lab.simulation;

import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.Assumptions;
import org.sekimori.lab.world.Draw;
import org.sekimori.lab.world.Geography;
import org.sekimori.lab.world.Place;
import org.sekimori.lab.world.Provider;
import org.sekimori.lab.world.Setting;

/** From where an account's owner submits. Made for one account and used day after day, in order. */
final class Whereabouts {

    /** Draws what belongs to one account. */
    static final class Habits {
        private final long seed;
        private final List<Provider> home;
        private final Geography geography;
        private final double homeDays;
        private final double homeMoves;
        private final double homeNear;
        private final double phoneNetworks;
        private final double phoneSticky;
        private final double personalPhone;
        private final double businessPhone;
        private final double businessHome;
        private final double elsewhere;
        private final Weights offices;
        private final int officeBlock;
        private final double concentration;
        private final int hotelDays;
        private final int exitDays;
        private final double vpnUsers;
        private final double vpnAlways;
        private final double vpnDay;
        private final double vpnAbroad;
        private final Weights vpnCountries;

        Habits(long seed, Parameters numbers, Assumptions assumptions, Geography geography) {
            this.seed = seed;
            this.geography = geography;
            this.home = geography.providers(Setting.HOME);
            this.homeDays = numbers.number("networks.home_days") / Math.max(0.001, assumptions.networkChurn());
            this.homeMoves = numbers.number("networks.home_moves");
            this.homeNear = numbers.number("networks.home_near");
            this.phoneNetworks = numbers.number("networks.phone_networks") * assumptions.networkChurn();
            this.phoneSticky = numbers.number("networks.phone_sticky");
            this.personalPhone = numbers.number("networks.personal_phone");
            this.businessPhone = numbers.number("networks.business_phone");
            this.businessHome = numbers.number("networks.business_home");
            this.elsewhere = numbers.number("networks.elsewhere");
            this.offices = numbers.weights("networks.offices");
            // So many account numbers have as many people in shared offices as these offices hold.
            this.officeBlock = (int) Math.max(
                    1,
                    DoubleStream.of(offices.weights()).sum()
                            / Math.max(0.0001, numbers.number("population.shared_office")));
            this.concentration = numbers.number("networks.concentration");
            this.hotelDays = (int) Math.max(1, numbers.number("travel.hotel_days"));
            this.exitDays = (int) Math.max(1, numbers.number("vpn.exit_days"));
            this.vpnUsers = Math.min(1, numbers.number("vpn.users") * assumptions.vpn());
            this.vpnAlways = numbers.number("vpn.always");
            this.vpnDay = numbers.number("vpn.day");
            this.vpnAbroad = numbers.number("vpn.abroad");
            this.vpnCountries = numbers.weights("vpn.countries");
        }

        Whereabouts of(Owner owner) {
            return new Whereabouts(this, owner);
        }

        /** The building where somebody works: one of the shared ones, or one of his own. */
        private Draw building(Owner owner) {
            if (owner.kind() != HonestClass.SHARED_OFFICE) {
                return Draw.of(seed, "office", owner.number());
            }
            int which = offices.draw(Draw.of(seed, "desk", owner.number()));
            return Draw.of(seed, "shared office", owner.number() / officeBlock, which);
        }

        /** One of the home country's providers, the large ones more often. */
        Provider homeProvider(Draw draw) {
            return home.get((int) (home.size() * StrictMath.pow(draw.uniform(), concentration)));
        }
    }

    private final Habits habits;
    private final Owner owner;
    private final Draw renewals;
    private final Place office;
    private final Provider carrier;
    private final Place[] phone;
    private Place home;
    private Provider homeProvider;
    private @Nullable Place lastPhone;
    private int hotelDay = -1;
    private @Nullable Place hotel;
    private final boolean vpn;
    private final boolean vpnAlways;
    private final Provider exit;

    private Whereabouts(Habits habits, Owner owner) {
        this.habits = habits;
        this.owner = owner;
        this.renewals = Draw.of(habits.seed, "home", owner.number());
        this.homeProvider = habits.homeProvider(renewals);
        this.home = homeProvider.anywhere(renewals);
        Draw work = habits.building(owner);
        this.office = habits.homeProvider(work).anywhere(work);
        Draw mobile = Draw.of(habits.seed, "phone", owner.number());
        this.carrier = habits.homeProvider(mobile);
        this.phone = new Place[(int) Math.max(1, StrictMath.round(habits.phoneNetworks))];
        for (int i = 0; i < phone.length; i++) {
            phone[i] = carrier.anywhere(mobile);
        }
        Draw tunnel = Draw.of(habits.seed, "vpn", owner.number());
        this.vpn = tunnel.chance(habits.vpnUsers);
        this.vpnAlways = tunnel.chance(habits.vpnAlways);
        this.exit = tunnel.chance(habits.vpnAbroad)
                ? tunnel.pick(habits.geography.providers(habits.vpnCountries.drawName(tunnel)))
                : tunnel.pick(habits.home);
    }

    /** A night passes: the home address may have been renewed. */
    void nextDay() {
        if (!renewals.chance(1 / habits.homeDays)) {
            return;
        }
        if (renewals.chance(habits.homeMoves)) {
            homeProvider = habits.homeProvider(renewals);
            home = homeProvider.anywhere(renewals);
        } else {
            home = renewals.chance(habits.homeNear)
                    ? homeProvider.near(home, renewals)
                    : homeProvider.anywhere(renewals);
        }
    }

    /** The provider at home. */
    Provider homeProvider() {
        return homeProvider;
    }

    /** Where a message of this day comes from. */
    Place place(int day, @Nullable Trip trip, Draw draw) {
        if (vpn
                && (vpnAlways
                        || Draw.of(habits.seed, "vpn day", owner.number(), day).chance(habits.vpnDay))) {
            return exit.near(exitPlace(day), draw);
        }
        if (trip != null) {
            return abroad(day, trip.country(day), draw);
        }
        if (owner.relay()) {
            return Geography.gmail(draw);
        }
        if (draw.chance(habits.elsewhere)) {
            return habits.homeProvider(draw).anywhere(draw);
        }
        return switch (owner.kind()) {
            case PERSONAL, WEBMAIL -> draw.chance(habits.personalPhone) ? phone(draw) : home;
            case BUSINESS, SHARED_OFFICE, LIST -> {
                double where = draw.uniform();
                yield where < habits.businessPhone
                        ? phone(draw)
                        : where < habits.businessPhone + habits.businessHome ? home : office;
            }
            case NEWSLETTER, UNREGISTERED_NEWSLETTER, DEVICE -> office;
        };
    }

    /** The exit that the VPN gives on this day. */
    private Place exitPlace(int day) {
        return exit.anywhere(Draw.of(habits.seed, "exit", owner.number(), day / habits.exitDays));
    }

    private Place phone(Draw draw) {
        if (lastPhone == null || !draw.chance(habits.phoneSticky)) {
            lastPhone = carrier.near(phone[draw.below(phone.length)], draw);
        }
        return lastPhone;
    }

    /** A hotel for the day, and the telephone in a network of the country. */
    private Place abroad(int day, String country, Draw draw) {
        List<Provider> providers = habits.geography.providers(country);
        if (hotel == null || hotelDay != day / habits.hotelDays) {
            hotelDay = day / habits.hotelDays;
            Draw at = Draw.of(habits.seed, "hotel", owner.number(), day / habits.hotelDays);
            hotel = at.pick(providers).anywhere(at);
        }
        return draw.chance(habits.personalPhone)
                ? providers.get(owner.number() % providers.size()).anywhere(draw)
                : hotel;
    }
}
