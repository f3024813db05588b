package org.sekimori.geo.build;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.sekimori.geo.AsnDatabase;

/** Builds the country database and the database of autonomous systems from free sources. */
public final class GeoDatabaseBuilder {

    /** The npm packages of a build, in the scope {@value #SCOPE}. */
    public static final List<String> PACKAGES = List.of(
            GeoSourcePackages.ROUTE,
            GeoSourcePackages.REGISTRY,
            GeoSourcePackages.MEASUREMENT,
            GeoSourcePackages.SYSTEMS);

    public static final String SCOPE = "@ip-location-db";

    private static final String COUNTRY_TYPE = "Sekimori-Country";
    private static final String ASN_TYPE = "Sekimori-ASN";

    private final GeoSourcePackages packages;
    private final AddressRanges countries;

    private GeoDatabaseBuilder(GeoSourcePackages packages) {
        this.packages = packages;
        this.countries = CountryMajorityMerger.of(packages);
    }

    /**
     * Reads the packages and combines them; takes some ten seconds and 500 MB of memory.
     *
     * @param archives a file as {@code npm pack} leaves it for each of {@link #PACKAGES}
     * @throws IOException naming file and line, if one of them cannot be used
     */
    public static GeoDatabaseBuilder of(Map<String, Path> archives) throws IOException {
        return new GeoDatabaseBuilder(GeoSourcePackages.read(archives));
    }

    /** The day of the data. */
    public LocalDate built() {
        return packages.built();
    }

    /** The country database as an MMDB file. */
    public byte[] country() {
        return MmdbWriter.write(
                COUNTRY_TYPE, built(), countries, country -> Map.of("country_code", GeoSourcePackages.code(country)));
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
    public CountryAccuracy measured() {
        return CountryAccuracy.ofRanges("combined", countries);
    }

    /** How each source errs by itself. */
    public List<CountryAccuracy> sources() {
        return List.of(
                CountryAccuracy.ofRanges(GeoSourcePackages.ROUTE, packages.byRoute()),
                CountryAccuracy.ofRanges(GeoSourcePackages.REGISTRY, packages.byRegistry()),
                CountryAccuracy.ofRanges(GeoSourcePackages.MEASUREMENT, packages.byMeasurement()));
    }
}
