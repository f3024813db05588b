package org.sekimori.cli.geo;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.sekimori.geo.build.CountryAccuracy;

/** Formats measurements as two tables, a row for each database, a column for each home. */
final class GeoMeasurementTable {

    private GeoMeasurementTable() {}

    static void print(PrintWriter out, List<CountryAccuracy> measured) {
        int width = measured.stream().mapToInt(m -> m.database().length()).max().orElse(0);
        out.println("Customers at home who would be taken for abroad + who would have no country, in %:");
        header(out, width, measured.get(0));
        for (CountryAccuracy m : measured) {
            row(out, width, m);
            m.homes()
                    .forEach(home -> out.printf(
                            Locale.ROOT,
                            "%11s",
                            percent(home.abroad(), home.atHome()) + "+" + percent(home.nowhere(), home.atHome())));
            out.printf(
                    Locale.ROOT,
                    "%11s%n",
                    hundredths(m.shareAtHomeTakenForAbroad()) + "+" + hundredths(m.shareAtHomeUnlocated()));
        }
        out.println();
        out.println("Addresses abroad that would be taken for home, in %: customers there / machines for rent there:");
        header(out, width, measured.get(0));
        for (CountryAccuracy m : measured) {
            row(out, width, m);
            m.homes()
                    .forEach(home -> out.printf(
                            Locale.ROOT,
                            "%11s",
                            percent(home.elsewhereAsHome(), home.elsewhere()) + "/"
                                    + percent(home.hostedAsHome(), home.hosted())));
            out.printf(Locale.ROOT, "%11s%n", "/" + hundredths(m.shareHostedTakenForHome()));
        }
        CountryAccuracy.HomeCountry first = measured.get(0).homes().get(0);
        out.printf(
                Locale.ROOT,
                "%n%d addresses of customers in %d countries, and some hundreds of clouds and hosters in other countries than their own%n"
                        + "(for %s as home %d and %d are abroad). What it is worth, and what not: docs/geo.md%n",
                measured.get(0).homes().stream()
                        .mapToInt(CountryAccuracy.HomeCountry::atHome)
                        .sum(),
                measured.get(0).homes().size(),
                first.country(),
                first.elsewhere(),
                first.hosted());
    }

    private static void header(PrintWriter out, int width, CountryAccuracy first) {
        out.print("  " + " ".repeat(width));
        first.homes().forEach(home -> out.printf("%11s", home.country()));
        out.printf("%11s%n", "all");
    }

    private static void row(PrintWriter out, int width, CountryAccuracy measured) {
        out.printf("  %-" + Math.max(1, width) + "s", measured.database());
    }

    private static String percent(int some, int all) {
        return all == 0 ? "-" : hundredths(some / (double) all);
    }

    private static String hundredths(double part) {
        return String.format(Locale.ROOT, "%.2f", 100 * part);
    }
}
