package org.sekimori.geo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sekimori.geo.build.GeoDatabaseBuilder;

/**
 * The operator's files; null where none is configured.
 *
 * @param countryDatabase an MMDB with countries (GeoLite2, GeoIP2 or ip-location-db); null: the starter database
 * @param asnDatabase an MMDB with autonomous systems (GeoLite2-ASN, GeoIP2-ISP); null: the starter database
 * @param relays see {@code rules/networks/relays.yml}; null: no relays
 * @param overrides see {@code rules/networks/overrides.yml}; null: no overrides
 * @param refreshed folder with databases made by {@link GeoDatabaseBuilder}, used where no file is configured; neither it nor
 *     its files need exist
 */
public record GeoFiles(
        @Nullable Path countryDatabase,
        @Nullable Path asnDatabase,
        @Nullable Path relays,
        @Nullable Path overrides,
        @Nullable Path refreshed) {

    /** Without a folder of refreshed databases. */
    public GeoFiles(
            @Nullable Path countryDatabase,
            @Nullable Path asnDatabase,
            @Nullable Path relays,
            @Nullable Path overrides) {
        this(countryDatabase, asnDatabase, relays, overrides, null);
    }

    /** The starter databases, no relays, no overrides. */
    public static final GeoFiles NONE = new GeoFiles(null, null, null, null);
}
