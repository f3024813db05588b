package org.sekimori.mail;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a submission came from. Resolved once, before the log, and stored with the event, so that the same log gives the same
 * decisions whatever database is installed later.
 */
public sealed interface Origin {

    /**
     * The network that addresses are grouped by, in CIDR form: {@code /24} for IPv4, {@code /48} for IPv6. Null if there
     * was no address.
     */
    @Nullable
    String network();

    /** Where the address is to be found, roughly; null unless a database with coordinates located it. */
    default @Nullable Location location() {
        return null;
    }

    /** Kinds of the address, see {@link Details#kinds}; empty unless a database names them. */
    default List<String> kinds() {
        return List.of();
    }

    /** The word on the wire for this kind of origin: {@code country, internal, relay, unknown}. */
    String kind();

    /**
     * A public address with a known country.
     *
     * @param country ISO 3166-1 alpha-2, upper case; {@code XK} for Kosovo
     * @param network see {@link Origin#network()}
     * @param system the announcing system
     * @param source the source of the country
     * @param details what further databases know of the address; null without any
     */
    record Country(
            String country,
            @Nullable String network,
            AutonomousSystem system,
            Source source,
            @Nullable Details details) implements Origin {

        /** A country without details. */
        public Country(String country, @Nullable String network, AutonomousSystem system, Source source) {
            this(country, network, system, source, null);
        }

        /** A country with an unnamed autonomous system. */
        public Country(String country, @Nullable String network, long asn, Source source) {
            this(country, network, AutonomousSystem.of(asn), source);
        }

        public Country {
            if (country.length() != 2) {
                throw new IllegalArgumentException("not a two-letter country code: " + country);
            }
        }

        /** The number of the autonomous system, 0 if unknown. */
        public long asn() {
            return system.number();
        }

        @Override
        public @Nullable Location location() {
            return details == null ? null : details.location();
        }

        @Override
        public List<String> kinds() {
            return details == null ? List.of() : details.kinds();
        }

        /** The same with what further databases know. */
        public Country with(@Nullable Details changed) {
            return new Country(country, network, system, source, changed);
        }

        @Override
        public String kind() {
            return "country";
        }
    }

    /**
     * A private, loopback, link-local or otherwise special address: it has no country, and a rule about countries never
     * applies to it.
     *
     * @param range name of the special range, such as {@code private} or {@code loopback}
     */
    record Internal(String range, @Nullable String network) implements Origin {
        @Override
        public String kind() {
            return "internal";
        }
    }

    /**
     * A known relay that submits for many customers (Gmail 'send mail as'): does not locate the customer.
     *
     * @param name name of the relay in the list, such as {@code google}
     */
    record Relay(String name, @Nullable String network) implements Origin {
        @Override
        public String kind() {
            return "relay";
        }
    }

    /**
     * A public address without a usable country.
     *
     * @param reason one word of those in {@code docs/geo.md}, such as {@code no_entry}
     * @param system that announces the address, which a place without a country may have all the same
     */
    record Unknown(
            String reason,
            @Nullable String network,
            AutonomousSystem system,
            @Nullable Source source) implements Origin {

        /** An unknown origin without an autonomous system. */
        public Unknown(String reason, @Nullable String network, @Nullable Source source) {
            this(reason, network, AutonomousSystem.NONE, source);
        }

        @Override
        public String kind() {
            return "unknown";
        }
    }

    /**
     * The source of an origin.
     *
     * @param database type of the database as in its metadata, or {@code override}
     * @param built the day it was built; null for an override
     */
    record Source(String database, @Nullable LocalDate built) {}

    /**
     * What further databases know of an address.
     *
     * @param location null without one
     * @param kinds words such as {@code hosting} or {@code tor}, sorted, each once; see {@code docs/geo.md}
     */
    record Details(@Nullable Location location, List<String> kinds) {

        /** Every kind that this version names. */
        public static final List<String> KINDS = List.of(
                "anonymous",
                "cellular",
                "corporate",
                "hosting",
                "public_proxy",
                "residential_proxy",
                "satellite",
                "tor",
                "vpn");

        public Details {
            kinds = kinds.stream().sorted().distinct().toList();
        }

        /** These details; null without any. */
        public static @Nullable Details of(@Nullable Location location, List<String> kinds) {
            return location == null && kinds.isEmpty() ? null : new Details(location, kinds);
        }
    }

    /**
     * A point on the earth with the radius in which the database believes the address to be. Coordinates are kept in tenths of a
     * degree, so that no household is stored.
     *
     * @param latitude degrees north, -90 to 90
     * @param longitude degrees east, -180 to 180
     * @param radiusKm 0 to {@link #MOST_RADIUS_KM}
     */
    record Location(double latitude, double longitude, int radiusKm) {

        /** The largest radius in kilometres: half around the earth. */
        public static final int MOST_RADIUS_KM = 20_038;

        /** Steps of a coordinate per degree. */
        public static final int PER_DEGREE = 10;

        /** Mean radius of the earth in kilometres (IUGG). */
        private static final double EARTH_KM = 6371.0088;

        /** A twentieth of a degree in both directions, in kilometres: what rounding may move a point. */
        private static final double ROUNDED_KM = 7.9;

        public Location {
            if (!(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180)) {
                throw new IllegalArgumentException("not on the earth: " + latitude + ", " + longitude);
            }
            if (radiusKm < 0 || radiusKm > MOST_RADIUS_KM) {
                throw new IllegalArgumentException("not a radius on the earth: " + radiusKm + " km");
            }
            latitude = (double) Math.round(latitude * PER_DEGREE) / PER_DEGREE;
            longitude = (double) Math.round(longitude * PER_DEGREE) / PER_DEGREE;
        }

        /**
         * Kilometres between two places that are certain: the great-circle distance (haversine) less both radii and what rounding may
         * have moved; at least 0.
         */
        public double distanceTo(Location other) {
            double north = StrictMath.toRadians(other.latitude - latitude);
            double east = StrictMath.toRadians(other.longitude - longitude);
            double a = square(StrictMath.sin(north / 2))
                    + StrictMath.cos(StrictMath.toRadians(latitude))
                            * StrictMath.cos(StrictMath.toRadians(other.latitude))
                            * square(StrictMath.sin(east / 2));
            double km = 2 * EARTH_KM * StrictMath.asin(Math.min(1, StrictMath.sqrt(a)));
            return Math.max(0, km - radiusKm - other.radiusKm - 2 * ROUNDED_KM);
        }

        private static double square(double value) {
            return value * value;
        }
    }
}
