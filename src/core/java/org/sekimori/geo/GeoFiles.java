package org.sekimori.geo;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The operator's files, each null if there is none.
 *
 * @param countryDatabase an MMDB with countries (GeoLite2, GeoIP2 or ip-location-db); null: the starter database
 * @param asnDatabase an MMDB with autonomous systems (GeoLite2-ASN, GeoIP2-ISP); null: the starter database of systems
 * @param relays see {@code rules/networks/relays.yml}; null: no relays
 * @param overrides see {@code rules/networks/overrides.yml}; null: no overrides
 * @param kinds databases that say what an address is used for
 * @param refreshed folder with databases as {@code geo refresh} makes them, each for where no file is named; it and they need not be there
 */
public record GeoFiles(
        @Nullable Path countryDatabase,
        @Nullable Path asnDatabase,
        @Nullable Path relays,
        @Nullable Path overrides,
        @Nullable Path refreshed,
        Kinds kinds) {

    /**
     * Databases that say what an address is used for.
     *
     * @param anonymous GeoIP2-Anonymous-IP; null: none
     * @param connection GeoIP2-Connection-Type; null: none
     */
    public record Kinds(@Nullable Path anonymous, @Nullable Path connection) {

        /** Neither. */
        static final Kinds NONE = new Kinds(null, null);
    }

    /** The folder with refreshed databases, under the data folder of a service. */
    public static final String FOLDER = "geo";

    /** The country database in a folder of refreshed databases. */
    public static final String COUNTRY_FILE = "country.mmdb";

    /** The database of autonomous systems in a folder of refreshed databases. */
    public static final String ASN_FILE = "asn.mmdb";

    /** The starter databases, no relays, no overrides. */
    public static final GeoFiles NONE = new GeoFiles(null, null, null, null);

    /** Without a folder of refreshed databases. */
    public GeoFiles(
            @Nullable Path countryDatabase,
            @Nullable Path asnDatabase,
            @Nullable Path relays,
            @Nullable Path overrides) {
        this(countryDatabase, asnDatabase, relays, overrides, null);
    }

    /** Without databases of kinds. */
    public GeoFiles(
            @Nullable Path countryDatabase,
            @Nullable Path asnDatabase,
            @Nullable Path relays,
            @Nullable Path overrides,
            @Nullable Path refreshed) {
        this(countryDatabase, asnDatabase, relays, overrides, refreshed, Kinds.NONE);
    }

    /**
     * The databases given, with the relays and overrides that a rulebook's folder has. Without a folder of refreshed databases.
     *
     * @param rules the rulebook's folder; what of {@code networks/relays.yml} and {@code networks/overrides.yml} is no regular file there
     *     counts as absent
     */
    public static GeoFiles under(Path rules, @Nullable Path countryDatabase, @Nullable Path asnDatabase) {
        Path networks = rules.resolve("networks");
        return new GeoFiles(
                countryDatabase,
                asnDatabase,
                existing(networks.resolve("relays.yml")),
                existing(networks.resolve("overrides.yml")));
    }

    /**
     * The same files with refreshed databases.
     *
     * @param data the data folder of a service
     */
    public GeoFiles refreshedUnder(Path data) {
        return new GeoFiles(countryDatabase, asnDatabase, relays, overrides, data.resolve(FOLDER), kinds);
    }

    /** The same files with databases that say what an address is used for. */
    public GeoFiles with(@Nullable Path anonymous, @Nullable Path connection) {
        return new GeoFiles(
                countryDatabase, asnDatabase, relays, overrides, refreshed, new Kinds(anonymous, connection));
    }

    /** To open a pipe would wait for ever; the rulebook is refused for it. */
    private static @Nullable Path existing(Path path) {
        return Files.isRegularFile(path) ? path : null;
    }
}
