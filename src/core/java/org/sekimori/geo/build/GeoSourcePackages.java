package org.sekimori.geo.build;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sekimori.geo.CountryCode;
import org.sekimori.geo.MaxMindFile;
import org.sekimori.geo.MaxMindRecords;
import org.sekimori.mail.ClientAddress;
import org.sekimori.text.CsvReader;

/**
 * Reads the npm packages {@code @ip-location-db}, the sources of the country database and the names of autonomous systems.
 *
 * @param byRoute countries by the autonomous system that announces an address ({@code iptoasn-country-mmdb}, PDDL)
 * @param byRegistry countries by registries' entries and geofeeds ({@code geo-whois-asn-country}, CC0 and CC BY 4.0)
 * @param byMeasurement countries by DB-IP ({@code dbip-country}, CC BY 4.0)
 * @param systems numbers of autonomous systems ({@code asn}, CC BY 4.0)
 * @param organisations who runs a system, by its number
 * @param built the day of the youngest routes
 */
record GeoSourcePackages(
        AddressRanges byRoute,
        AddressRanges byRegistry,
        AddressRanges byMeasurement,
        AddressRanges systems,
        Map<Integer, String> organisations,
        LocalDate built) {

    static final String ROUTE = "iptoasn-country-mmdb";
    static final String REGISTRY = "geo-whois-asn-country";
    static final String MEASUREMENT = "dbip-country";
    static final String SYSTEMS = "asn";

    private static final String ROUTES_FILE = "iptoasn-country.mmdb";
    private static final int LETTERS = 26;
    /** Numbers of systems are unsigned; the largest that is given out has ten digits, far below this. */
    private static final long MOST_SYSTEMS = Integer.MAX_VALUE;

    /**
     * Reads the four packages.
     *
     * @param archives the packages as npm packs them, by the names above
     * @throws IOException naming file and line, if one of them cannot be used
     */
    static GeoSourcePackages read(Map<String, Path> archives) throws IOException {
        Map<Integer, String> organisations = new HashMap<>();
        Path routes = archive(archives, ROUTE);
        byte[] mmdb = NpmArchive.read(routes, Set.of(ROUTES_FILE)).get(ROUTES_FILE);
        if (mmdb == null) {
            throw new IOException(routes + " has no file " + ROUTES_FILE);
        }
        MaxMindFile<MaxMindRecords.CountryEntry> byRoute =
                MaxMindFile.open(new ByteArrayInputStream(mmdb), MaxMindRecords.CountryEntry.class);
        return new GeoSourcePackages(
                ranges(byRoute),
                csv(archive(archives, REGISTRY), REGISTRY, fields -> country(fields.get(2))),
                csv(archive(archives, MEASUREMENT), MEASUREMENT, fields -> country(fields.get(2))),
                csv(archive(archives, SYSTEMS), SYSTEMS, fields -> system(fields, organisations)),
                organisations,
                byRoute.built());
    }

    private static Path archive(Map<String, Path> archives, String name) {
        Path archive = archives.get(name);
        if (archive == null) {
            throw new IllegalArgumentException("the package " + name + " is missing");
        }
        return archive;
    }

    /** A country as a number above 0; 0 for codes such as {@code EU} that are not countries. */
    static int country(String code) {
        return CountryCode.of(code) == null ? 0 : (code.charAt(0) - 'A') * LETTERS + (code.charAt(1) - 'A') + 1;
    }

    /** The country of a number made by {@link #country}. */
    static String code(int country) {
        int letters = country - 1;
        return "" + (char) ('A' + letters / LETTERS) + (char) ('A' + letters % LETTERS);
    }

    private static int system(List<String> fields, Map<Integer, String> organisations) {
        long number = Long.parseLong(fields.get(2));
        if (number <= 0 || number > MOST_SYSTEMS) {
            return 0;
        }
        organisations.put((int) number, fields.get(3));
        return (int) number;
    }

    private static AddressRanges ranges(MaxMindFile<MaxMindRecords.CountryEntry> file) {
        AddressRanges ranges = new AddressRanges();
        file.forEach((network, entry) -> {
            String code = entry.code();
            int country = code == null ? 0 : country(code);
            if (country != 0) {
                ranges.add(network.base(), network.last(), country);
            }
        });
        return ranges;
    }

    @FunctionalInterface
    private interface Meaning {
        int of(List<String> fields);
    }

    /** IPv4 first: its mapped form {@code ::ffff:0:0/96} precedes {@code 2000::/3}. */
    private static AddressRanges csv(Path archive, String stem, Meaning meaning) throws IOException {
        String ipv4 = stem + "-ipv4.csv";
        String ipv6 = stem + "-ipv6.csv";
        Map<String, byte[]> files = NpmArchive.read(archive, Set.of(ipv4, ipv6));
        AddressRanges ranges = new AddressRanges();
        for (String name : List.of(ipv4, ipv6)) {
            byte[] content = files.getOrDefault(name, new byte[0]);
            try (Reader text = new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.UTF_8)) {
                CsvReader.read(text, row -> add(ranges, row, meaning));
            } catch (CsvReader.MalformedRowException e) {
                throw new IOException(archive + ", " + name + " line " + e.line() + ": " + e.getMessage(), e);
            } catch (BadRowException e) {
                throw new IOException(archive + ", " + name + " " + e.getMessage(), e);
            }
        }
        return ranges;
    }

    private static void add(AddressRanges ranges, CsvReader.Row row, Meaning meaning) {
        List<String> fields = row.fields();
        try {
            int value = meaning.of(fields);
            if (value != 0) {
                ranges.add(ClientAddress.of(fields.get(0)), ClientAddress.of(fields.get(1)), value);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new BadRowException(row.line(), e);
        }
    }

    /** A row of a file that cannot be used. */
    private static final class BadRowException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BadRowException(int line, RuntimeException cause) {
            super("line " + line + ": " + cause.getMessage(), cause);
        }
    }
}
