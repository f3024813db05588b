package org.sekimori.geo.build;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.sekimori.geo.CountryDatabase;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;

/**
 * Both errors of a country database: a customer at home located abroad would be refused, and an address abroad located at home
 * would be let in.
 *
 * @param database the measured database
 * @param homes the result for each home country, by its code
 */
public record CountryAccuracy(String database, List<HomeCountry> homes) {

    /**
     * The result for customers of one home country, in addresses.
     *
     * @param atHome in networks for customers in the country
     * @param abroad of those, located in another country
     * @param nowhere of those, without a country
     * @param elsewhere in networks for customers in other countries
     * @param elsewhereAsHome of those, located in this country
     * @param hosted of rented machines in other countries
     * @param hostedAsHome of those, located in this country
     */
    public record HomeCountry(
            String country,
            int atHome,
            int abroad,
            int nowhere,
            int elsewhere,
            int elsewhereAsHome,
            int hosted,
            int hostedAsHome) {}

    /** The database that ships with the program. */
    public static CountryAccuracy ofStarter() {
        CountryDatabase starter = CountryDatabase.starter();
        return of("starter of " + starter.built(), located(starter));
    }

    /**
     * @param today the day it is, UTC
     * @throws IOException if the file cannot be read or is damaged
     * @throws IllegalArgumentException if it is not a country database
     */
    public static CountryAccuracy ofFile(Path file, LocalDate today) throws IOException {
        return of(String.valueOf(file.getFileName()), located(CountryDatabase.open(file, today)));
    }

    static CountryAccuracy ofRanges(String name, AddressRanges ranges) {
        return of(name, address -> {
            int country = ranges.find(address);
            return country == 0 ? null : GeoSourcePackages.code(country);
        });
    }

    private static Function<ClientAddress, @Nullable String> located(CountryDatabase database) {
        return address -> database.locate(address, "", AutonomousSystem.NONE) instanceof Origin.Country found
                ? found.country()
                : null;
    }

    /** Measures a function from address to country; null for an unknown one. */
    static CountryAccuracy of(String name, Function<ClientAddress, @Nullable String> database) {
        KnownCountryNetworks networks = KnownCountryNetworks.shipped();
        Map<KnownCountryNetworks.Probe, String> answers = new LinkedHashMap<>();
        networks.probes().forEach(probe -> answers.put(probe, String.valueOf(database.apply(probe.address()))));
        List<HomeCountry> homes = new ArrayList<>();
        for (String home : networks.homes()) {
            Predicate<KnownCountryNetworks.Probe> here =
                    probe -> probe.country().equals(home);
            Predicate<KnownCountryNetworks.Probe> access = probe -> !probe.hosting();
            Predicate<KnownCountryNetworks.Probe> atHome = here.and(access);
            Predicate<KnownCountryNetworks.Probe> elsewhere = here.negate().and(access);
            Predicate<KnownCountryNetworks.Probe> hosted = here.negate().and(KnownCountryNetworks.Probe::hosting);
            int nowhere = count(answers, atHome, "null"::equals);
            homes.add(new HomeCountry(
                    home,
                    count(answers, atHome, any -> true),
                    count(answers, atHome, answer -> !answer.equals(home)) - nowhere,
                    nowhere,
                    count(answers, elsewhere, any -> true),
                    count(answers, elsewhere, home::equals),
                    count(answers, hosted, any -> true),
                    count(answers, hosted, home::equals)));
        }
        return new CountryAccuracy(name, homes);
    }

    private static int count(
            Map<KnownCountryNetworks.Probe, String> answers,
            Predicate<KnownCountryNetworks.Probe> which,
            Predicate<String> answer) {
        return (int) answers.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()) && answer.test(entry.getValue()))
                .count();
    }

    /** Over all homes: part of the customers at home who would be taken for abroad, 0 to 1. */
    public double shareAtHomeTakenForAbroad() {
        return part(homes.stream().mapToLong(HomeCountry::abroad).sum(), HomeCountry::atHome);
    }

    /** Over all homes: part of the customers at home without a country, 0 to 1. */
    public double shareAtHomeUnlocated() {
        return part(homes.stream().mapToLong(HomeCountry::nowhere).sum(), HomeCountry::atHome);
    }

    /** Over all homes: part of rented machines abroad that would be taken for home, 0 to 1. */
    public double shareHostedTakenForHome() {
        return part(homes.stream().mapToLong(HomeCountry::hostedAsHome).sum(), HomeCountry::hosted);
    }

    private double part(long some, ToLongFunction<HomeCountry> all) {
        long sum = homes.stream().mapToLong(all).sum();
        return sum == 0 ? 0 : some / (double) sum;
    }
}
