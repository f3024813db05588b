package org.sekimori.grants;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sekimori.mail.IpNetwork;

/**
 * An account's own home beside its domain's countries, for owners who live abroad or whose network the GeoIP database misplaces.
 * Unlike a {@link Grant} it has no end, but a date for review; it stays in force after that day.
 *
 * @param countries ISO 3166-1 alpha-2, or XK for Kosovo; at most {@value #MOST_COUNTRIES}
 * @param networks networks that are home whatever the database says; at most {@value #MOST_NETWORKS}, of at least
 *     {@value #LEAST_BITS_IPV4} bits for IPv4 and {@value #LEAST_BITS_IPV6} bits for IPv6
 * @param by who set it
 * @param since when it was set
 * @param review day of the review, in UTC; after the day of {@code since}, at most {@value #MOST_YEARS} years later
 * @param reason why, never empty
 */
public record AccountHomeOverride(
        SortedSet<String> countries,
        List<IpNetwork> networks,
        String by,
        Instant since,
        LocalDate review,
        String reason) {

    public static final int MOST_COUNTRIES = 10;
    public static final int MOST_NETWORKS = 16;
    private static final int MOST_YEARS = 3;
    private static final int LEAST_BITS_IPV4 = 16;
    private static final int LEAST_BITS_IPV6 = 24;

    /** Bits before an IPv4 address in its 128-bit form. */
    private static final int MAPPED_BITS = 96;

    private static final Set<String> COUNTRIES = Set.copyOf(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));

    /**
     * @throws IllegalArgumentException with a sentence for the sender, if a component is out of range
     */
    public AccountHomeOverride {
        countries = Collections.unmodifiableSortedSet(new TreeSet<>(countries));
        networks = networks.stream().distinct().toList();
        check(countries, networks);
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a home of an account's own needs a reason");
        }
        LocalDate day = LocalDate.ofInstant(since, ZoneOffset.UTC);
        if (!review.isAfter(day)) {
            throw new IllegalArgumentException("the review on " + review + " is not after today, " + day);
        }
        if (review.isAfter(day.plusYears(MOST_YEARS))) {
            throw new IllegalArgumentException(
                    "the review on " + review + " is more than " + MOST_YEARS + " years ahead");
        }
    }

    /**
     * Checks countries and networks of a home, set by a person or by the policy.
     *
     * @throws IllegalArgumentException with one sentence on the fault
     */
    public static void check(SortedSet<String> countries, List<IpNetwork> networks) {
        if (countries.isEmpty() && networks.isEmpty()) {
            throw new IllegalArgumentException(
                    "name the countries or networks; an account is not at home everywhere, that is a grant for all countries");
        }
        for (String country : countries) {
            if (!COUNTRIES.contains(country) && !country.equals("XK")) {
                throw new IllegalArgumentException(
                        "'" + country + "' is not an ISO 3166 country code; write two capital letters such as DE");
            }
        }
        if (countries.size() > MOST_COUNTRIES) {
            throw new IllegalArgumentException(countries.size() + " countries are no home; at most " + MOST_COUNTRIES
                    + " are allowed, and for a journey there are grants");
        }
        if (networks.size() > MOST_NETWORKS) {
            throw new IllegalArgumentException(
                    networks.size() + " networks are too many; at most " + MOST_NETWORKS + " are allowed");
        }
        for (IpNetwork network : networks) {
            boolean ipv4 = network.base().isIpv4();
            int bits = ipv4 ? network.bits() - MAPPED_BITS : network.bits();
            int least = ipv4 ? LEAST_BITS_IPV4 : LEAST_BITS_IPV6;
            if (bits < least) {
                throw new IllegalArgumentException(network + " is too large for one account's home; at least /" + least
                        + " is needed, or name the country");
            }
        }
    }

    /** Whether it is to be looked at again. */
    public boolean due(Instant now) {
        return !review.isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC));
    }
}
