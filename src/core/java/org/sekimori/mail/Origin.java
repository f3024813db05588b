package org.sekimori.mail;

import java.time.LocalDate;
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

    /** The word on the wire for this kind of origin: {@code country, internal, relay, unknown}. */
    String kind();

    /**
     * A public address with a known country.
     *
     * @param country ISO 3166-1 alpha-2, upper case; {@code XK} for Kosovo
     * @param network see {@link Origin#network()}
     * @param system the announcing system
     * @param source the source of the country
     */
    record Country(String country, @Nullable String network, AutonomousSystem system, Source source) implements Origin {

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
}
