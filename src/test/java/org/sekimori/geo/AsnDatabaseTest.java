package org.sekimori.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;

/** The database of autonomous systems: there, not there, broken, replaced. Countries never depend on it. */
class AsnDatabaseTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-05T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path dir;

    private Path countries;
    private Path systems;

    @BeforeEach
    void files() throws IOException {
        countries = MmdbFixture.of("GeoLite2-Country", "2026-11-01")
                .map("1.0.0.0/8", MmdbFixture.geoLite("JP"))
                .write(dir.resolve("country.mmdb"));
        systems = dir.resolve("asn.mmdb");
    }

    private OriginResolver open() {
        return OriginResolver.open(new GeoFiles(countries, systems, null, null), CLOCK);
    }

    private static MmdbFixture systems(String type, long number) {
        return MmdbFixture.of(type, "2026-11-04").map("1.0.0.0/8", Map.of("autonomous_system_number", number));
    }

    /** The number of an address in Japan; 0: unknown. */
    private static long number(OriginResolver resolver) {
        Origin.Country origin =
                (Origin.Country) resolver.resolve("1.2.3.4", null).origin();
        assertThat(origin.country()).isEqualTo("JP");
        return origin.asn();
    }

    private static GeoStatus.Database status(OriginResolver resolver) {
        return Objects.requireNonNull(resolver.status().asn());
    }

    @Test
    void withoutOneTheStarterKnowsNumberAndOrganisation() {
        OriginResolver resolver = OriginResolver.open(new GeoFiles(countries, null, null, null), CLOCK);

        assertThat(((Origin.Country) resolver.resolve("1.0.16.1", null).origin()).system())
                .isEqualTo(new AutonomousSystem(2519, "ARTERIA Networks Corporation"));
        assertThat(resolver.status().asn().starter()).isTrue();
        assertThat(resolver.status().asn().lastError()).isNull();
    }

    @Test
    void anAddressWithoutACountryHasItsSystemAllTheSame() {
        OriginResolver resolver = OriginResolver.open(new GeoFiles(countries, null, null, null), CLOCK);

        assertThat(resolver.resolve("9.9.9.9", null).origin()).isInstanceOfSatisfying(Origin.Unknown.class, origin -> {
            assertThat(origin.reason()).isEqualTo("no_entry");
            assertThat(origin.system()).isEqualTo(new AutonomousSystem(19281, "Quad9"));
        });
    }

    @Test
    void aNameThatCannotBeSeenIsShownAsEscapesAndALongOneIsCut() throws IOException {
        String name = "Good\u202eNet\n" + "x".repeat(100);
        MmdbFixture.of("GeoLite2-ASN", "2026-11-04")
                .map("1.0.0.0/8", Map.of("autonomous_system_number", 7L, "autonomous_system_organization", name))
                .write(systems);

        assertThat(AsnDatabase.open(systems, LocalDate.parse("2026-11-05"))
                        .find(ClientAddress.of("1.2.3.4"))
                        .organisation())
                .startsWith("Good\\u202eNet\\u000ax")
                .hasSize(80)
                .endsWith("…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GeoLite2-ASN", "GeoIP2-ISP", "DBIP-ASN-Lite (compat=GeoLite2-ASN)"})
    void withOneAnOriginCarriesTheNumber(String type) throws IOException {
        systems(type, 2516).write(systems);
        OriginResolver resolver = open();

        assertThat(number(resolver)).isEqualTo(2516);
        assertThat(status(resolver).type()).isEqualTo(type);
        assertThat(status(resolver).built()).isEqualTo("2026-11-04");
        assertThat(status(resolver).lastError()).isNull();
    }

    @Test
    void forOneThatIsMissingAtTheStartTheStarterStandsInUntilItComes() throws IOException {
        OriginResolver resolver = open();
        assertThat(status(resolver).starter()).isTrue();
        assertThat(status(resolver).lastError()).isEqualTo(systems + ": no such file");

        systems("GeoLite2-ASN", 2516).write(systems);
        resolver.poll();

        assertThat(number(resolver)).isEqualTo(2516);
        assertThat(status(resolver).lastError()).isNull();
    }

    @Test
    void oneThatIsBrokenAtTheStartDoesNotStopIt() throws IOException {
        Files.writeString(systems, "this is no database");
        OriginResolver resolver = open();

        assertThat(status(resolver).starter()).isTrue();
        assertThat(status(resolver).lastError()).startsWith(systems + ": ");
    }

    @Test
    void aNewerOneReplacesIt() throws IOException {
        systems("GeoLite2-ASN", 2516).write(systems);
        OriginResolver resolver = open();

        replace(systems("GeoLite2-ASN", 4713).bytes());
        resolver.poll();

        assertThat(number(resolver)).isEqualTo(4713);
    }

    @Test
    void aBrokenReplacementKeepsTheOldOneAndSaysSo() throws IOException {
        systems("GeoLite2-ASN", 2516).write(systems);
        OriginResolver resolver = open();
        byte[] bytes = systems("GeoLite2-ASN", 4713).bytes();

        replace(Arrays.copyOf(bytes, bytes.length / 2));
        resolver.poll();

        assertThat(number(resolver)).isEqualTo(2516);
        assertThat(status(resolver).lastError()).startsWith(systems + ": ");
    }

    @Test
    void aCountryDatabaseInItsPlaceIsRefusedByName() throws IOException {
        Files.copy(countries, systems);

        assertThat(status(open()).lastError())
                .isEqualTo(systems + ": is a database of type 'GeoLite2-Country', not a database of autonomous systems"
                        + " such as GeoLite2-ASN");
    }

    @Test
    void oneThatVanishesStaysInForce() throws IOException {
        systems("GeoLite2-ASN", 2516).write(systems);
        OriginResolver resolver = open();

        Files.delete(systems);
        resolver.poll();

        assertThat(number(resolver)).isEqualTo(2516);
        assertThat(status(resolver).lastError()).isEqualTo(systems + ": no such file");
    }

    @Test
    void addressesItDoesNotKnowHaveNoNumber() throws IOException {
        systems("GeoLite2-ASN", 2516).write(systems);

        assertThat(AsnDatabase.open(systems, LocalDate.parse("2026-11-05")).find(ClientAddress.of("9.9.9.9")))
                .isEqualTo(AutonomousSystem.NONE);
    }

    /** As geoipupdate does it. */
    private void replace(byte[] content) throws IOException {
        Path temporary = Files.write(dir.resolve("temporary"), content);
        Files.move(temporary, systems, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
