package org.sekimori.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;

/** The starter database and MaxMind's own of 2019, which Elasticsearch published under CC BY-SA 4.0. */
class RealDatabasesTest {

    @TempDir
    private Path dir;

    @Test
    void theStarterDatabaseLocatesBothFamilies() {
        OriginResolver resolver = OriginResolver.open(GeoFiles.NONE, Clock.systemUTC());
        Origin.Source source = new Origin.Source("country ipvAll", LocalDate.parse("2026-06-17"));

        assertThat(resolver.resolve("133.11.0.1", null).origin())
                .isEqualTo(new Origin.Country("JP", "133.11.0.0/24", 0, source));
        assertThat(resolver.resolve("2400:4050::1", null).origin())
                .isEqualTo(new Origin.Country("JP", "2400:4050::/48", 0, source));
        assertThat(resolver.status().country().starter()).isTrue();
        assertThat(resolver.status().country().path()).isNull();
    }

    @Test
    void geoLiteCountryAndAsnAreRead() throws IOException {
        OriginResolver resolver = OriginResolver.open(
                new GeoFiles(copy("GeoLite2-Country.mmdb"), copy("GeoLite2-ASN.mmdb"), null, null), Clock.systemUTC());
        Origin.Source source = new Origin.Source("GeoLite2-Country", LocalDate.parse("2019-11-12"));

        assertThat(resolver.resolve("133.11.0.1", null).origin())
                .isEqualTo(new Origin.Country("JP", "133.11.0.0/24", 2501, source));
        assertThat(resolver.resolve("2001:200:0:8803::53", null).origin())
                .isEqualTo(new Origin.Country("JP", "2001:200::/48", 2500, source));
        // Europe without a country.
        assertThat(resolver.resolve("2.16.0.1", null).origin())
                .isEqualTo(new Origin.Unknown("no_country", "2.16.0.0/24", source));
        assertThat(resolver.status().country().starter()).isFalse();
        assertThat(resolver.status().country().lastError()).isNull();
    }

    @Test
    void geoLiteCityIsReadAsACountryDatabase() throws IOException {
        CountryDatabase city = CountryDatabase.open(copy("GeoLite2-City.mmdb"), LocalDate.parse("2019-11-20"));

        assertThat(city.locate(ClientAddress.of("133.11.0.1"), "133.11.0.0/24", 0))
                .isInstanceOfSatisfying(Origin.Country.class, origin -> assertThat(origin.country())
                        .isEqualTo("JP"));
    }

    private Path copy(String name) throws IOException {
        Path file = dir.resolve(name);
        try (InputStream content = getClass().getResourceAsStream("/" + name)) {
            Files.copy(Objects.requireNonNull(content, name), file);
        }
        return file;
    }
}
