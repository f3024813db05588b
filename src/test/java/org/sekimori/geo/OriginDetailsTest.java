package org.sekimori.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.mail.Origin;

/** Locations of a database of cities, and kinds of addresses of the databases that have them. */
class OriginDetailsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-05T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path dir;

    private OriginResolver open(Map<String, ?> city, @Nullable Path anonymous, @Nullable Path connection)
            throws IOException {
        Path cities = MmdbFixture.of("GeoLite2-City", "2026-11-01")
                .map("1.0.0.0/8", city)
                .write(dir.resolve("city.mmdb"));
        return OriginResolver.open(new GeoFiles(cities, null, null, null).with(anonymous, connection), CLOCK);
    }

    private Path anonymous(Map<String, ?> entry) throws IOException {
        return MmdbFixture.of("GeoIP2-Anonymous-IP", "2026-11-01")
                .map("1.0.0.0/8", entry)
                .write(dir.resolve("anonymous.mmdb"));
    }

    private Path connection(String type) throws IOException {
        return MmdbFixture.of("GeoIP2-Connection-Type", "2026-11-01")
                .map("1.0.0.0/8", Map.of("connection_type", type))
                .write(dir.resolve("connection.mmdb"));
    }

    private static Map<String, ?> city(double latitude, double longitude, int radius) {
        return Map.of(
                "country",
                Map.of("iso_code", "JP"),
                "location",
                Map.of("latitude", latitude, "longitude", longitude, "accuracy_radius", radius));
    }

    private static Origin at(OriginResolver resolver) {
        return resolver.resolve("1.2.3.4", null).origin();
    }

    @Test
    void locationIsKeptInTenthsOfADegree() throws IOException {
        Origin origin = at(open(city(35.6837, 139.6805, 20), null, null));

        assertThat(origin.location()).isEqualTo(new Origin.Location(35.7, 139.7, 20));
        assertThat(origin.kinds()).isEmpty();
    }

    @Test
    void locationThatIsNoneLocatesNobodyAndTheCountryStays() throws IOException {
        Origin origin = at(open(city(135.6, 139.7, 20), null, null));

        assertThat(origin.location()).isNull();
        assertThat(origin.kind()).isEqualTo("country");
    }

    @Test
    void kindsOfBothDatabasesAreNamed() throws IOException {
        Map<String, ?> vpn = Map.of("is_anonymous", true, "is_anonymous_vpn", true, "is_hosting_provider", true);

        assertThat(at(open(MmdbFixture.geoLite("JP"), anonymous(vpn), connection("Cellular")))
                        .kinds())
                .containsExactly("anonymous", "cellular", "hosting", "vpn");
    }

    /** MaxMind's flag is_anonymous holds for every machine for rent. */
    @Test
    void hostingProviderAloneIsNotAnonymous() throws IOException {
        Map<String, ?> hosted = Map.of("is_anonymous", true, "is_hosting_provider", true);

        assertThat(at(open(MmdbFixture.geoLite("JP"), anonymous(hosted), null)).kinds())
                .containsExactly("hosting");
    }

    @Test
    void fileOfAnotherKindIsNotUsed() throws IOException {
        Path wrong = MmdbFixture.of("GeoLite2-ASN", "2026-11-01")
                .map("1.0.0.0/8", Map.of("autonomous_system_number", 7L))
                .write(dir.resolve("wrong.mmdb"));

        assertThat(at(open(MmdbFixture.geoLite("JP"), wrong, null)).kinds()).isEmpty();
    }

    @Test
    void fileThatComesLaterIsLoaded() throws IOException {
        Path later = dir.resolve("anonymous.mmdb");
        OriginResolver resolver = open(MmdbFixture.geoLite("JP"), later, null);
        assertThat(at(resolver).kinds()).isEmpty();

        anonymous(Map.of("is_tor_exit_node", true));
        assertThat(Files.exists(later)).isTrue();
        resolver.poll();

        assertThat(at(resolver).kinds()).containsExactly("anonymous", "tor");
    }

    /** Tokyo to Frankfurt is 9,331 km as the crow flies, by the spherical law of cosines. */
    @Test
    void distanceIsWhatIsCertain() {
        Origin.Location tokyo = new Origin.Location(35.7, 139.7, 20);
        Origin.Location frankfurt = new Origin.Location(50.1, 8.7, 100);

        assertThat(tokyo.distanceTo(frankfurt)).isCloseTo(9331.4 - 120 - 15.8, within(0.1));
        assertThat(frankfurt.distanceTo(tokyo)).isCloseTo(tokyo.distanceTo(frankfurt), within(1e-9));
        assertThat(tokyo.distanceTo(new Origin.Location(35.9, 139.9, 20))).isZero();
    }
}
