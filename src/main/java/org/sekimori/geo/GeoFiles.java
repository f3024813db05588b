package org.sekimori.geo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The operator's files, each null if there is none.
 *
 * @param countryDatabase an MMDB with countries (GeoLite2, GeoIP2 or ip-location-db); null: the starter database
 * @param asnDatabase an MMDB with autonomous systems (GeoLite2-ASN, GeoIP2-ISP); null: numbers are 0
 * @param relays see {@code rules/networks/relays.yml}; null: no relays
 * @param overrides see {@code rules/networks/overrides.yml}; null: no overrides
 */
public record GeoFiles(
        @Nullable Path countryDatabase,
        @Nullable Path asnDatabase,
        @Nullable Path relays,
        @Nullable Path overrides) {

    /** The starter database, no relays, no overrides. */
    public static final GeoFiles NONE = new GeoFiles(null, null, null, null);
}
