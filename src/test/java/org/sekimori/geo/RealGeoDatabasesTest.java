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
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;

/** The starter database and MaxMind's own of 2019, which Elasticsearch published under CC BY-SA 4.0. */
class RealGeoDatabasesTest {

    private static final AutonomousSystem TOKYO = system(2501, "The University of Tokyo");

    @TempDir
    private Path dir;

    private static AutonomousSystem system(long number, String organisation) {
        return new AutonomousSystem(number, organisation);
    }

    @Test
    void theStarterDatabaseLocatesBothFamilies() {
        OriginResolver resolver = OriginResolver.open(GeoFiles.NONE, Clock.systemUTC());
        Origin.Source source = new Origin.Source("Sekimori-Country", LocalDate.parse("2026-06-17"));

        assertThat(resolver.resolve("133.11.0.1", null).origin())
                .isEqualTo(new Origin.Country("JP", "133.11.0.0/24", TOKYO, source));
        assertThat(resolver.resolve("2400:4050::1", null).origin())
                .isEqualTo(new Origin.Country(
                        "JP", "2400:4050::/48", system(4713, "NTT Communications Corporation"), source));
        assertThat(resolver.status().country().starter()).isTrue();
        assertThat(resolver.status().country().path()).isNull();
    }

    @Test
    void geoLiteCountryAndAsnAreRead() throws IOException {
        OriginResolver resolver = OriginResolver.open(
                new GeoFiles(copy("GeoLite2-Country.mmdb"), copy("GeoLite2-ASN.mmdb"), null, null), Clock.systemUTC());
        Origin.Source source = new Origin.Source("GeoLite2-Country", LocalDate.parse("2019-11-12"));

        assertThat(resolver.resolve("133.11.0.1", null).origin())
                .isEqualTo(new Origin.Country("JP", "133.11.0.0/24", TOKYO, source));
        assertThat(resolver.resolve("2001:200:0:8803::53", null).origin())
                .isEqualTo(new Origin.Country("JP", "2001:200::/48", system(2500, "WIDE Project"), source));
        // Europe without a country.
        assertThat(resolver.resolve("2.16.0.1", null).origin())
                .isEqualTo(new Origin.Unknown(
                        "no_country", "2.16.0.0/24", system(20940, "Akamai International B.V."), source));
        assertThat(resolver.status().country().starter()).isFalse();
        assertThat(resolver.status().country().lastError()).isNull();
    }

    @Test
    void geoLiteCityIsReadAsACountryDatabase() throws IOException {
        CountryDatabase city = CountryDatabase.open(copy("GeoLite2-City.mmdb"), LocalDate.parse("2019-11-20"));

        assertThat(city.locate(ClientAddress.of("133.11.0.1"), "133.11.0.0/24", AutonomousSystem.NONE))
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
