package org.sekimori.lab.simulation;

import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.sekimori.lab.world.AccessProvider;
import org.sekimori.lab.world.AssumptionFactors;
import org.sekimori.lab.world.ClientLocation;
import org.sekimori.lab.world.RandomStream;
import org.sekimori.lab.world.SyntheticGeography;
import org.sekimori.lab.world.WorldSettings;

/** Locations of an account's owner. Made for one account and used day after day, in order. */
final class SimulatedOwnerLocation {

    /** Draws the locations of one account. */
    static final class LocationHabits {
        private final long seed;
        private final List<AccessProvider> home;
        private final SyntheticGeography geography;
        private final double homeDays;
        private final double homeMoves;
        private final double homeNear;
        private final double phoneNetworks;
        private final double phoneSticky;
        private final double personalPhone;
        private final double businessPhone;
        private final double businessHome;
        private final double elsewhere;
        private final CategoricalDistribution offices;
        private final int officeBlock;
        private final double concentration;
        private final int hotelDays;
        private final int exitDays;
        private final double vpnUsers;
        private final double vpnAlways;
        private final double vpnDay;
        private final double vpnAbroad;
        private final CategoricalDistribution vpnCountries;

        LocationHabits(
                long seed, SimulatorParameters numbers, AssumptionFactors assumptions, SyntheticGeography geography) {
            this.seed = seed;
            this.geography = geography;
            this.home = geography.providers(WorldSettings.HOME);
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
            // Size of a block of account numbers that fills the shared offices.
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

        SimulatedOwnerLocation of(SimulatedOwner owner) {
            return new SimulatedOwnerLocation(this, owner);
        }

        /** The owner's workplace: a shared building or an own one. */
        private RandomStream building(SimulatedOwner owner) {
            if (owner.kind() != SimulatedCustomerClass.SHARED_OFFICE) {
                return RandomStream.of(seed, "office", owner.number());
            }
            int which = offices.draw(RandomStream.of(seed, "desk", owner.number()));
            return RandomStream.of(seed, "shared office", owner.number() / officeBlock, which);
        }

        /** One of the home country's providers, the large ones more often. */
        AccessProvider homeProvider(RandomStream draw) {
            return home.get((int) (home.size() * StrictMath.pow(draw.uniform(), concentration)));
        }
    }

    private final LocationHabits habits;
    private final SimulatedOwner owner;
    private final RandomStream renewals;
    private final ClientLocation office;
    private final AccessProvider carrier;
    private final ClientLocation[] phone;
    private ClientLocation home;
    private AccessProvider homeProvider;
    private @Nullable ClientLocation lastPhone;
    private int hotelDay = -1;
    private @Nullable ClientLocation hotel;
    private final boolean vpn;
    private final boolean vpnAlways;
    private final AccessProvider exit;

    private SimulatedOwnerLocation(LocationHabits habits, SimulatedOwner owner) {
        this.habits = habits;
        this.owner = owner;
        this.renewals = RandomStream.of(habits.seed, "home", owner.number());
        this.homeProvider = habits.homeProvider(renewals);
        this.home = homeProvider.anywhere(renewals);
        RandomStream work = habits.building(owner);
        this.office = habits.homeProvider(work).anywhere(work);
        RandomStream mobile = RandomStream.of(habits.seed, "phone", owner.number());
        this.carrier = habits.homeProvider(mobile);
        this.phone = new ClientLocation[(int) Math.max(1, StrictMath.round(habits.phoneNetworks))];
        for (int i = 0; i < phone.length; i++) {
            phone[i] = carrier.anywhere(mobile);
        }
        RandomStream tunnel = RandomStream.of(habits.seed, "vpn", owner.number());
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
    AccessProvider homeProvider() {
        return homeProvider;
    }

    /** Where a message of this day comes from. */
    ClientLocation place(int day, @Nullable SimulatedTrip trip, RandomStream draw) {
        if (vpn
                && (vpnAlways
                        || RandomStream.of(habits.seed, "vpn day", owner.number(), day)
                                .chance(habits.vpnDay))) {
            return exit.near(exitPlace(day), draw);
        }
        if (trip != null) {
            return abroad(day, trip.country(day), draw);
        }
        if (owner.relay()) {
            return SyntheticGeography.gmail(draw);
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
    private ClientLocation exitPlace(int day) {
        return exit.anywhere(RandomStream.of(habits.seed, "exit", owner.number(), day / habits.exitDays));
    }

    private ClientLocation phone(RandomStream draw) {
        if (lastPhone == null || !draw.chance(habits.phoneSticky)) {
            lastPhone = carrier.near(phone[draw.below(phone.length)], draw);
        }
        return lastPhone;
    }

    /** A hotel for the day, and the telephone in a network of the country. */
    private ClientLocation abroad(int day, String country, RandomStream draw) {
        List<AccessProvider> providers = habits.geography.providers(country);
        if (hotel == null || hotelDay != day / habits.hotelDays) {
            hotelDay = day / habits.hotelDays;
            RandomStream at = RandomStream.of(habits.seed, "hotel", owner.number(), day / habits.hotelDays);
            hotel = at.pick(providers).anywhere(at);
        }
        return draw.chance(habits.personalPhone)
                ? providers.get(owner.number() % providers.size()).anywhere(draw)
                : hotel;
    }
}
