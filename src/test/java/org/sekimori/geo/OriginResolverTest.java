package org.sekimori.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;

/** Each case of an address, over a database of the GeoLite2 shape that is made for it. */
class OriginResolverTest {

    private static final AutonomousSystem KDDI = new AutonomousSystem(2516, "KDDI");
    private static final Origin.Source SOURCE = new Origin.Source("GeoLite2-Country", LocalDate.parse("2026-11-20"));

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path dir;

    private OriginResolver resolver;

    @BeforeEach
    void open() throws IOException {
        Path countries = MmdbFixture.of("GeoLite2-Country", "2026-11-20")
                .map("1.0.0.0/8", MmdbFixture.geoLite("JP"))
                .map("1.1.0.0/16", MmdbFixture.geoLite("XK"))
                .map("1.2.0.0/16", MmdbFixture.geoLite("AP"))
                .map("1.3.0.0/16", MmdbFixture.geoLite("EU"))
                .map("1.4.0.0/16", MmdbFixture.geoLite("A1"))
                .map("1.5.0.0/16", MmdbFixture.geoLite("A2"))
                .map("1.6.0.0/16", MmdbFixture.geoLite("ZZ"))
                .map("1.7.0.0/16", Map.of("registered_country", Map.of("iso_code", "US")))
                .map("1.8.0.0/16", Map.of("traits", Map.of("is_anonymous_proxy", true)))
                .map("1.9.0.0/16", Map.of("traits", Map.of("is_satellite_provider", true)))
                .map("1.10.0.0/16", Map.of("country", Map.of("iso_code", "US"), "traits", Map.of("is_anycast", true)))
                .map(
                        "1.11.0.0/16",
                        Map.of("country", Map.of("iso_code", "DE"), "traits", Map.of("is_anonymous_proxy", true)))
                .map("1.12.0.0/16", MmdbFixture.geoLite("HK"))
                .map("1.13.0.0/16", MmdbFixture.geoLite("PR"))
                .map("1.14.0.0/16", MmdbFixture.geoLite("MO"))
                .map("1.15.0.0/16", MmdbFixture.geoLite("TW"))
                .map("1.16.0.0/16", MmdbFixture.geoLite("GU"))
                .map(
                        "1.17.0.0/16",
                        Map.of(
                                "country", Map.of("iso_code", "JP"),
                                "registered_country", Map.of("iso_code", "AU"),
                                "represented_country", Map.of("iso_code", "US")))
                .map(
                        "1.18.0.0/16",
                        Map.of(
                                "registered_country", Map.of("iso_code", "AU"),
                                "represented_country", Map.of("iso_code", "US")))
                .map("10.0.0.0/8", MmdbFixture.geoLite("CN"))
                .map("100.64.0.0/10", MmdbFixture.geoLite("CN"))
                .map("203.0.113.0/24", MmdbFixture.geoLite("CN"))
                .map("64.233.0.0/16", MmdbFixture.geoLite("US"))
                .map("2001::/32", MmdbFixture.geoLite("US"))
                .map("2001:470::/32", MmdbFixture.geoLite("US"))
                .map("2002::/16", MmdbFixture.geoLite("US"))
                .map("2400::/16", MmdbFixture.geoLite("JP"))
                .write(dir.resolve("country.mmdb"));
        Path systems = MmdbFixture.of("GeoLite2-ASN", "2026-11-20")
                .map("1.0.0.0/8", Map.of("autonomous_system_number", 2516L, "autonomous_system_organization", "KDDI"))
                .write(dir.resolve("asn.mmdb"));
        Path relays = Files.writeString(dir.resolve("relays.yml"), """
                relays:
                  - {name: google, cidrs: [64.233.0.0/16, 1.20.0.0/16], host_names: [google.com]}
                  - {name: cloud, cidrs: [1.21.0.0/16], host_names: [amazonaws.com], enabled: false}
                """);
        Path overrides = Files.writeString(dir.resolve("overrides.yml"), """
                overrides:
                  - {cidrs: [1.30.0.0/16, 64.233.1.0/24, 2001:470:1::/48], origin: SG, note: office}
                  - {cidrs: [1.31.0.0/16, '2002:808::/32'], origin: internal}
                  - {cidrs: [1.32.0.0/16], origin: unknown}
                """);
        resolver = OriginResolver.open(new GeoFiles(countries, systems, relays, overrides), CLOCK);
    }

    @Test
    void aPublicAddressHasItsCountryNetworkSystemAndSource() {
        assertThat(resolver.resolve("1.200.3.4", null))
                .isEqualTo(new ResolvedOrigin("1.200.3.4", new Origin.Country("JP", "1.200.3.0/24", KDDI, SOURCE)));
        assertThat(resolver.resolve("[IPv6:2400:0:1::1]", "unknown"))
                .isEqualTo(new ResolvedOrigin("2400:0:1::1", new Origin.Country("JP", "2400:0:1::/48", 0, SOURCE)));
    }

    @Test
    void aMappedAddressIsTheIpv4AddressThatItIs() {
        assertThat(resolver.resolve("::ffff:1.200.3.4", null)).isEqualTo(resolver.resolve("1.200.3.4", null));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "unknown", "UNKNOWN"})
    void noAddressIsUnknown(@Nullable String address) {
        assertThat(resolver.resolve(address, "mail.google.com"))
                .isEqualTo(new ResolvedOrigin(null, new Origin.Unknown("no_address", null, null)));
    }

    @Test
    void whatIsNoLiteralIsRefusedWithATextForItsSender() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> resolver.resolve("1.2.3", null))
                .withMessageContaining("'1.2.3'");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, private",
        "127.0.0.1, loopback",
        "100.64.0.1, cgnat",
        "203.0.113.7, documentation",
        "::ffff:10.1.2.3, private",
        "fd00::1, unique_local",
        "fe80::1, link_local",
    })
    void aSpecialAddressIsInternalWhateverTheDatabaseSays(String address, String range) {
        Origin origin = resolver.resolve(address, "mail.google.com").origin();

        assertThat(origin)
                .isEqualTo(new Origin.Internal(range, ClientAddress.of(address).network()));
    }

    @ParameterizedTest
    @CsvSource({
        "1.1.0.1, XK",
        "1.12.0.1, HK",
        "1.13.0.1, PR",
        "1.14.0.1, MO",
        "1.15.0.1, TW",
        "1.16.0.1, GU",
        "1.11.0.1, DE"
    })
    void kosovoTerritoriesAndProxiesWithACountryHaveIt(String address, String country) {
        assertThat(resolver.resolve(address, null).origin())
                .isInstanceOfSatisfying(Origin.Country.class, origin -> assertThat(origin.country())
                        .isEqualTo(country));
    }

    @Test
    void whereAnAddressIsCountsAndNotWhoseItIs() {
        assertThat(resolver.resolve("1.17.0.1", null).origin())
                .isInstanceOfSatisfying(Origin.Country.class, origin -> assertThat(origin.country())
                        .isEqualTo("JP"));
        assertThat(resolver.resolve("1.18.0.1", null).origin())
                .isEqualTo(new Origin.Unknown("no_country", "1.18.0.0/24", KDDI, SOURCE));
    }

    @ParameterizedTest
    @CsvSource({
        "2.2.2.2, no_entry",
        "2a00::1, no_entry",
        "1.2.0.1, region",
        "1.3.0.1, region",
        "1.4.0.1, anonymous",
        "1.5.0.1, satellite",
        "1.6.0.1, no_country",
        "1.7.0.1, no_country",
        "1.8.0.1, anonymous",
        "1.9.0.1, satellite",
        "1.10.0.1, anycast",
    })
    void withoutAUsableCountryTheReasonIsSaid(String address, String reason) {
        assertThat(resolver.resolve(address, null).origin())
                .isEqualTo(new Origin.Unknown(reason, ClientAddress.of(address).network(), system(address), SOURCE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2002:1c8:304::1", "64:ff9b::1c8:304", "2001:0:4136:e378:8000:63bf:fe37:fcfb"})
    void theClientInsideATransitionAddressIsLocatedUnderTheAddressSeen(String address) {
        assertThat(resolver.resolve(address, null))
                .isEqualTo(new ResolvedOrigin(address, new Origin.Country("JP", "1.200.3.0/24", KDDI, SOURCE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2002:a01:203::1", "64:ff9b::10.1.2.3", "2001:0:4136:e378:8000:63bf:f5fe:fdfc"})
    void aPrivateAddressInsideATransitionAddressIsATunnelAndNotInternal(String address) {
        assertThat(resolver.resolve(address, null).origin())
                .isEqualTo(
                        new Origin.Unknown("tunnel", ClientAddress.of(address).network(), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:470:1f0b::2", "64:ff9b:1::1"})
    void aTunnelHidesTheCountry(String address) {
        assertThat(resolver.resolve(address, null).origin())
                .isInstanceOfSatisfying(Origin.Unknown.class, origin -> assertThat(origin.reason())
                        .isEqualTo("tunnel"));
    }

    @Test
    void aRelayIsKnownByNetworkOrVerifiedName() {
        assertThat(resolver.resolve("64.233.9.9", null).origin())
                .isEqualTo(new Origin.Relay("google", "64.233.9.0/24"));
        assertThat(resolver.resolve("64:ff9b::64.233.9.9", null).origin())
                .isEqualTo(new Origin.Relay("google", "64.233.9.0/24"));
        assertThat(resolver.resolve("1.200.0.1", "mail-1.google.com").origin())
                .isEqualTo(new Origin.Relay("google", "1.200.0.0/24"));
    }

    @Test
    void aRelaySwitchedOffHasItsCountry() {
        assertThat(resolver.resolve("1.21.0.1", "ec2-1.compute.amazonaws.com")
                        .origin()
                        .kind())
                .isEqualTo("country");
    }

    @Test
    void overridesBeatRelayTunnelAndDatabase() {
        Origin.Source override = new Origin.Source("override", null);

        assertThat(resolver.resolve("1.30.0.1", "mail.google.com").origin())
                .isEqualTo(new Origin.Country("SG", "1.30.0.0/24", KDDI, override));
        assertThat(resolver.resolve("64.233.1.1", null).origin().kind()).isEqualTo("country");
        assertThat(resolver.resolve("2001:470:1::1", null).origin().kind()).isEqualTo("country");
        assertThat(resolver.resolve("1.31.0.1", null).origin())
                .isEqualTo(new Origin.Internal("override", "1.31.0.0/24"));
        assertThat(resolver.resolve("1.32.0.1", null).origin())
                .isEqualTo(new Origin.Unknown("override", "1.32.0.0/24", KDDI, override));
    }

    @Test
    void overridesApplyToTheAddressSeenAndToTheClientInside() {
        assertThat(resolver.resolve("2002:808:404::1", null).origin().kind()).isEqualTo("internal");
        assertThat(resolver.resolve("64:ff9b::1.31.0.1", null).origin().kind()).isEqualTo("internal");
    }

    @Test
    void aDamagedPlaceOfTheDatabaseIsUnknownAndNoError() throws IOException {
        byte[] bytes = Files.readAllBytes(dir.resolve("country.mmdb"));
        // The record of 1.12.0.0/16 says 'HK', a string of two octets (0x42); here it becomes a pointer to nowhere.
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == 0x42 && bytes[i + 1] == 'H' && bytes[i + 2] == 'K') {
                bytes[i] = 0x2f;
            }
        }
        Path damaged = Files.write(dir.resolve("damaged.mmdb"), bytes);
        CountryDatabase database =
                new CountryDatabase(MaxMindFile.open(damaged, MaxMindRecords.CountryEntry.class), false);

        assertThat(database.locate(ClientAddress.of("1.12.0.1"), "1.12.0.0/24", AutonomousSystem.NONE))
                .isEqualTo(new Origin.Unknown("database_error", "1.12.0.0/24", SOURCE));
        assertThat(database.locate(ClientAddress.of("1.200.0.1"), "1.200.0.0/24", AutonomousSystem.NONE)
                        .kind())
                .isEqualTo("country");
    }

    @Test
    void randomAddressesAndNamesAreResolvedOrRefusedAndNothingElse() {
        Random random = new Random(11);
        String alphabet = "0123456789abcdef::::....[]%xgoleucm";
        for (int i = 0; i < 50_000; i++) {
            String address = text(random, alphabet);
            String name = text(random, alphabet);
            try {
                assertThat(resolver.resolve(address, name).origin()).isNotNull();
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("not an IP address");
            }
            assertThat(resolver.resolve(new ClientAddress(random.nextLong(), random.nextLong()).text(), name)
                            .origin())
                    .isNotNull();
            assertThat(resolver.resolve(ClientAddress.ofIpv4(random.nextLong()).text(), name)
                            .origin())
                    .isNotNull();
        }
    }

    private static String text(Random random, String alphabet) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(30); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** What the fixture says of all of {@code 1.0.0.0/8}. */
    private static AutonomousSystem system(String address) {
        return address.startsWith("1.") ? KDDI : AutonomousSystem.NONE;
    }
}
