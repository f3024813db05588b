package org.sekimori.geo.build;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.Origin;

/** Three free country databases become one, and the list of systems a database. */
class GeoDatabaseBuilderTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-20T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path dir;

    private OriginResolver built(GeoPackageFixture packages) throws IOException {
        GeoDatabaseBuilder build = GeoDatabaseBuilder.of(packages.write(dir));
        Path countries = Files.write(dir.resolve("country.mmdb"), build.country());
        Path systems = Files.write(dir.resolve("asn.mmdb"), build.asn());
        return OriginResolver.open(new GeoFiles(countries, systems, null, null), CLOCK);
    }

    private static String country(OriginResolver resolver, String address) {
        Origin origin = resolver.resolve(address, null).origin();
        return origin instanceof Origin.Country found ? found.country() : origin.kind();
    }

    private static AutonomousSystem system(OriginResolver resolver, String address) {
        return resolver.resolve(address, null).origin() instanceof Origin.Country found
                ? found.system()
                : AutonomousSystem.NONE;
    }

    @Test
    void aNetworkForCustomersIsAtHomeWhateverOneSourceSaysOfARangeOfIt() throws IOException {
        OriginResolver resolver = built(GeoPackageFixture.some());

        assertThat(country(resolver, "27.80.0.1")).isEqualTo("JP");
        assertThat(country(resolver, "2001:268::1")).isEqualTo("JP");
    }

    @Test
    void aHosterOfOneCountryIsAbroadWhereItsMachinesAre() throws IOException {
        OriginResolver resolver = built(GeoPackageFixture.some());

        assertThat(country(resolver, "149.56.1.1")).isEqualTo("CA");
        assertThat(country(resolver, "151.80.1.1")).isEqualTo("FR");
    }

    @Test
    void aNetworkWithCustomersInTwoCountriesIsNotTakenForOne() throws IOException {
        OriginResolver resolver = built(GeoPackageFixture.some());

        assertThat(country(resolver, "90.192.0.1")).isEqualTo("GB");
        assertThat(country(resolver, "90.207.0.1")).isEqualTo("IE");
    }

    @Test
    void whatIsNoCountryInOneSourceIsAskedOfTheOthers() throws IOException {
        OriginResolver resolver = built(GeoPackageFixture.some());

        assertThat(country(resolver, "198.100.0.1")).isEqualTo("NL");
        assertThat(country(resolver, "198.100.1.1")).isEqualTo("unknown");
    }

    @Test
    void systemsHaveTheirNamesWithCommasAndQuotes() throws IOException {
        OriginResolver resolver = built(GeoPackageFixture.some());

        assertThat(system(resolver, "149.56.1.1")).isEqualTo(new AutonomousSystem(16276, "OVH \"SAS\", Roubaix"));
        assertThat(system(resolver, "2001:268::1")).isEqualTo(new AutonomousSystem(2516, "KDDI CORPORATION"));
        assertThat(system(resolver, "198.100.0.1")).isEqualTo(AutonomousSystem.NONE);
        assertThat(resolver.status().country().built()).isEqualTo("2026-06-17");
        assertThat(resolver.status().asn().type()).isEqualTo("Sekimori-ASN");
    }

    @Test
    void theSamePackagesGiveTheSameBytes() throws IOException {
        Map<String, Path> packages = GeoPackageFixture.some().write(dir);

        assertThat(GeoDatabaseBuilder.of(packages).country())
                .isEqualTo(GeoDatabaseBuilder.of(packages).country());
        assertThat(GeoDatabaseBuilder.of(packages).asn())
                .isEqualTo(GeoDatabaseBuilder.of(packages).asn());
    }

    @Test
    void aLineThatCannotBeReadIsNamed() throws IOException {
        Map<String, Path> packages = GeoPackageFixture.some()
                .csv("dbip-country", "1.0.0.0,1.0.0.255,AU\n1.0.1.0\n", "")
                .write(dir);

        assertThatThrownBy(() -> GeoDatabaseBuilder.of(packages))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("dbip-country-ipv4.csv line 2");
    }

    @Test
    void aPackageThatIsCutOrNoneOrLacksItsFileIsNamed() throws IOException {
        Map<String, Path> packages = new TreeMap<>(GeoPackageFixture.some().write(dir));
        Path asn = requireNonNull(packages.get("asn"));
        byte[] whole = Files.readAllBytes(asn);

        Files.write(asn, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> GeoDatabaseBuilder.of(packages))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(asn.toString());

        Files.writeString(asn, "<html>a portal</html>");
        assertThatThrownBy(() -> GeoDatabaseBuilder.of(packages))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(asn.toString());

        Files.copy(packages.get("dbip-country"), asn, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> GeoDatabaseBuilder.of(packages)).hasMessageContaining(asn + " has no file asn-ipv");
    }

    @Test
    void whatRefreshLeavesIsTakenWhileTheServiceRunsAndStaysWhenItVanishes() throws IOException {
        Path folder = dir.resolve("geo");
        OriginResolver resolver = OriginResolver.open(new GeoFiles(null, null, null, null, folder), CLOCK);
        assertThat(resolver.status().country().starter()).isTrue();
        resolver.poll();
        assertThat(resolver.status().country().lastError()).isNull();

        GeoDatabaseBuilder build =
                GeoDatabaseBuilder.of(GeoPackageFixture.some().write(dir));
        Files.createDirectories(folder);
        Files.write(folder.resolve(GeoFiles.COUNTRY_FILE), build.country());
        Files.write(folder.resolve(GeoFiles.ASN_FILE), build.asn());
        resolver.poll();

        assertThat(resolver.status().country().starter()).isFalse();
        assertThat(system(resolver, "149.56.1.1").organisation()).isEqualTo("OVH \"SAS\", Roubaix");

        Files.delete(folder.resolve(GeoFiles.COUNTRY_FILE));
        resolver.poll();
        assertThat(resolver.status().country().starter()).isFalse();
        assertThat(resolver.status().country().lastError()).isNull();
    }
}
