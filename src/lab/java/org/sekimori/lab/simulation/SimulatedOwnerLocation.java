package org.sekimori.lab.simulation;

import java.util.ArrayList;
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
        private final double ipv6;
        private final double ipv6Used;
        private final int gateways;
        private final int gatewaysNear;
        private final double roamingSticky;
        private final int peopleLow;
        private final int peopleHigh;
        private final SimulatedTrip.TravelHabits travel;

        LocationHabits(
                long seed,
                SimulatorParameters numbers,
                AssumptionFactors assumptions,
                SyntheticGeography geography,
                SimulatedTrip.TravelHabits travel) {
            this.travel = travel;
            this.ipv6 = numbers.number("networks.ipv6");
            this.ipv6Used = numbers.number("networks.ipv6_used");
            this.gateways = (int) Math.max(1, numbers.number("networks.gateways"));
            this.gatewaysNear = (int) Math.max(1, numbers.number("networks.gateways_near"));
            this.roamingSticky = numbers.number("networks.roaming_sticky");
            this.peopleLow = (int) numbers.number("shared_boxes.people_low");
            this.peopleHigh = (int) Math.max(peopleLow, numbers.number("shared_boxes.people_high"));
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

        /** Providers where the owner lives. */
        private List<AccessProvider> around(SimulatedOwner owner) {
            return owner.kind() == SimulatedCustomerClass.ABROAD
                    ? geography.providers(travel.residence(owner.number()))
                    : home;
        }

        /** One of them, the large ones more often. */
        private AccessProvider provider(List<AccessProvider> some, RandomStream draw) {
            return some.get((int) (some.size() * StrictMath.pow(draw.uniform(), concentration)));
        }

        /** An address of one of the carrier's machines for address translation: many customers come from it. */
        private ClientLocation gateway(AccessProvider carrier, int which) {
            return carrier.anywhere(RandomStream.of(seed, "gateway", carrier.asn(), which % gateways));
        }
    }

    private static final int AT_HOME = 0;
    private static final int AT_WORK = 1;
    private static final int ELSEWHERE = 2;
    private static final int ON_THE_PHONE = 3;

    private final LocationHabits habits;
    private final SimulatedOwner owner;
    private final RandomStream renewals;
    private final ClientLocation office;
    private final AccessProvider carrier;
    private final ClientLocation[] phone;
    private final List<AccessProvider> around;
    private final boolean ipv6;
    private ClientLocation home;
    private ClientLocation homeIpv6;
    private AccessProvider homeProvider;
    private boolean newSitting = true;

    /** Where the carrier's address translation puts the home, until the next sitting. */
    private @Nullable ClientLocation translated;

    private int spot;
    /** Of a shared mailbox: where each of its people is; empty for others. */
    private final List<SimulatedOwnerLocation> people;

    private @Nullable SimulatedOwnerLocation writing;
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
        this.around = habits.around(owner);
        this.ipv6 = RandomStream.of(habits.seed, "ipv6", owner.number()).chance(habits.ipv6);
        this.homeProvider = habits.provider(around, renewals);
        this.home = homeProvider.anywhere(renewals);
        this.homeIpv6 = homeProvider.anywhereIpv6(renewals);
        RandomStream work = habits.building(owner);
        this.office = habits.provider(around, work).anywhere(work);
        RandomStream mobile = RandomStream.of(habits.seed, "phone", owner.number());
        this.carrier = habits.provider(around, mobile);
        this.phone = new ClientLocation[(int) Math.max(1, StrictMath.round(habits.phoneNetworks))];
        for (int i = 0; i < phone.length; i++) {
            phone[i] = ipv6 ? carrier.anywhereIpv6(mobile) : habits.gateway(carrier, mobile.below(habits.gateways));
        }
        this.people = people();
        RandomStream tunnel = RandomStream.of(habits.seed, "vpn", owner.number());
        this.vpn = tunnel.chance(habits.vpnUsers);
        this.vpnAlways = tunnel.chance(habits.vpnAlways);
        this.exit = tunnel.chance(habits.vpnAbroad)
                ? tunnel.pick(habits.geography.providers(habits.vpnCountries.drawName(tunnel)))
                : tunnel.pick(habits.home);
    }

    private List<SimulatedOwnerLocation> people() {
        List<SimulatedOwnerLocation> found = new ArrayList<>();
        if (owner.kind() == SimulatedCustomerClass.SHARED_BOX) {
            int count =
                    RandomStream.of(habits.seed, "people", owner.number()).between(habits.peopleLow, habits.peopleHigh);
            for (int i = 0; i < count; i++) {
                found.add(habits.of(owner.person(i)));
            }
        }
        return found;
    }

    /** A night passes: the home address may have been renewed. */
    void nextDay() {
        newSitting();
        people.forEach(SimulatedOwnerLocation::nextDay);
        // Temporary addresses last a day (RFC 8981).
        homeIpv6 = homeProvider.near(homeIpv6, renewals);
        if (!renewals.chance(1 / habits.homeDays)) {
            return;
        }
        if (renewals.chance(habits.homeMoves)) {
            move();
        } else if (renewals.chance(habits.homeNear)) {
            home = homeProvider.near(home, renewals);
        } else {
            home = homeProvider.anywhere(renewals);
            homeIpv6 = homeProvider.anywhereIpv6(renewals);
        }
    }

    /** Another provider at home. */
    void move() {
        homeProvider = habits.provider(around, renewals);
        home = homeProvider.anywhere(renewals);
        homeIpv6 = homeProvider.anywhereIpv6(renewals);
    }

    /** The owner begins to write after a time without: on a telephone in another network perhaps, or another person. */
    void newSitting() {
        newSitting = true;
        writing = null;
        translated = null;
    }

    /** The provider at home. */
    AccessProvider homeProvider() {
        return homeProvider;
    }

    /** A place in the networks that the owner's telephone uses. */
    ClientLocation inCarrier(RandomStream draw) {
        return ipv6 ? carrier.anywhereIpv6(draw) : habits.gateway(carrier, draw.below(habits.gateways));
    }

    /** What the program calls itself that wrote from the last {@link #place}. */
    String helo(RandomStream draw) {
        if (writing != null) {
            return writing.helo(draw);
        }
        RandomStream own = RandomStream.of(habits.seed, "helo", owner.number());
        String computer =
                HeloNames.ofComputer(own, spot == ELSEWHERE ? ELSEWHERE + draw.below(4) : spot % ON_THE_PHONE);
        return spot == ON_THE_PHONE
                ? HeloNames.ofPhone(RandomStream.of(habits.seed, "helo of the phone", owner.number()))
                : computer;
    }

    /** Where a message of this day comes from. */
    ClientLocation place(int day, @Nullable SimulatedTrip trip, RandomStream draw) {
        if (!people.isEmpty()) {
            SimulatedOwnerLocation person = writing;
            if (person == null) {
                person = draw.pick(people);
                person.newSitting();
                writing = person;
            }
            return person.place(day, trip, draw);
        }
        spot = ELSEWHERE;
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
            return habits.provider(around, draw).anywhere(draw);
        }
        return switch (owner.kind()) {
            case BUSINESS, SHARED_OFFICE, LIST, OLD_ADDRESS_LIST, SHARED_BOX -> {
                double where = draw.uniform();
                yield where < habits.businessPhone
                        ? phone(draw)
                        : where < habits.businessPhone + habits.businessHome ? home(draw) : office();
            }
            case NEWSLETTER, UNREGISTERED_NEWSLETTER, DEVICE -> office();
            case ROAMING_PHONE -> draw.chance(Math.max(habits.personalPhone, 0.9)) ? phone(draw) : home(draw);
            default -> draw.chance(habits.personalPhone) ? phone(draw) : home(draw);
        };
    }

    private ClientLocation office() {
        spot = AT_WORK;
        return office;
    }

    private ClientLocation home(RandomStream draw) {
        spot = AT_HOME;
        if (owner.kind() == SimulatedCustomerClass.CARRIER_NAT) {
            if (translated == null) {
                // The line goes through one of a few machines, as the carrier's load happens to be.
                translated = homeProvider.near(
                        habits.gateway(homeProvider, owner.number() * 7 + draw.below(habits.gatewaysNear)), draw);
            }
            return translated;
        }
        return ipv6 && draw.chance(habits.ipv6Used) ? homeIpv6 : home;
    }

    /** The exit that the VPN gives on this day. */
    private ClientLocation exitPlace(int day) {
        return exit.anywhere(RandomStream.of(habits.seed, "exit", owner.number(), day / habits.exitDays));
    }

    private ClientLocation phone(RandomStream draw) {
        spot = ON_THE_PHONE;
        boolean roaming = owner.kind() == SimulatedCustomerClass.ROAMING_PHONE;
        double sticky = roaming ? habits.roamingSticky : habits.phoneSticky;
        if (lastPhone == null || (newSitting && !draw.chance(sticky))) {
            lastPhone = roaming ? inCarrier(draw) : carrier.near(phone[draw.below(phone.length)], draw);
        }
        newSitting = false;
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
