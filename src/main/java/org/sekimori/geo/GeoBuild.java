package org.sekimori.geo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The two databases that Sekimori makes of free ones, the country database and the one of autonomous systems. */
public final class GeoBuild {

    /** The names of the npm packages in the scope {@value #SCOPE} that a build is made of. */
    public static final List<String> PACKAGES =
            List.of(GeoPackages.ROUTE, GeoPackages.REGISTRY, GeoPackages.MEASUREMENT, GeoPackages.SYSTEMS);

    public static final String SCOPE = "@ip-location-db";
    /** The files under which a build is kept in a folder. */
    public static final String COUNTRY_FILE = "country.mmdb";

    public static final String ASN_FILE = "asn.mmdb";

    /** Whom the licences of the data want named where it is shown. */
    static final String ATTRIBUTION =
            "IP Geolocation by DB-IP (https://db-ip.com), data of IPtoASN, NRO (nro.net) and Route Views (routeviews.org)";

    private static final String COUNTRY_TYPE = "Sekimori-Country";
    private static final String ASN_TYPE = "Sekimori-ASN";

    private final GeoPackages packages;
    private final AddressRanges countries;

    private GeoBuild(GeoPackages packages) {
        this.packages = packages;
        this.countries = CountryCombination.of(packages);
    }

    /**
     * Reads the packages and combines them; takes some ten seconds and 500 MB of memory.
     *
     * @param archives a file as {@code npm pack} leaves it for each of {@link #PACKAGES}
     * @throws IOException naming file and line, if one of them cannot be used
     */
    public static GeoBuild of(Map<String, Path> archives) throws IOException {
        return new GeoBuild(GeoPackages.read(archives));
    }

    /** The day of the data. */
    public LocalDate built() {
        return packages.built();
    }

    /** The country database as an MMDB file. */
    public byte[] country() {
        return MmdbWriter.write(
                COUNTRY_TYPE, built(), countries, country -> Map.of("country_code", GeoPackages.code(country)));
    }

    /** The database of autonomous systems as an MMDB file, with the fields of GeoLite2-ASN. */
    public byte[] asn() {
        return MmdbWriter.write(
                ASN_TYPE,
                built(),
                packages.systems(),
                system -> AsnDatabase.fields(system, packages.organisations().getOrDefault(system, "")));
    }

    /** How the combined database errs. */
    public HomeMeasurement measured() {
        return HomeMeasurement.ofRanges("combined", countries);
    }

    /** How each source errs by itself. */
    public List<HomeMeasurement> sources() {
        return List.of(
                HomeMeasurement.ofRanges(GeoPackages.ROUTE, packages.byRoute()),
                HomeMeasurement.ofRanges(GeoPackages.REGISTRY, packages.byRegistry()),
                HomeMeasurement.ofRanges(GeoPackages.MEASUREMENT, packages.byMeasurement()));
    }
}
