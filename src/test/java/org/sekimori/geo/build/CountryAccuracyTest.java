package org.sekimori.geo.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.mail.Origin;

/** The starter database, held to what is known of networks in ten countries. */
class CountryAccuracyTest {

    private static final CountryAccuracy STARTER = CountryAccuracy.ofStarter();

    @Test
    void ofTenHomeCountriesHardlyAnybodyAtHomeIsTakenForAbroad() {
        assertThat(STARTER.homes())
                .extracting(CountryAccuracy.HomeCountry::country)
                .containsExactly("AU", "BR", "DE", "FR", "GB", "IN", "JP", "KR", "US", "ZA");
        // The one before had 5.0 %, of Japan 9.5 %.
        assertThat(STARTER.shareAtHomeTakenForAbroad()).isLessThan(0.001);
        assertThat(STARTER.homes()).allSatisfy(home -> {
            assertThat(home.atHome()).as(home.country()).isGreaterThan(300);
            assertThat(home.abroad() / (double) home.atHome())
                    .as(home.country())
                    .isLessThan(0.011);
            assertThat(home.nowhere()).as(home.country()).isZero();
        });
    }

    @Test
    void machinesAbroadAreNotTakenForHome() {
        assertThat(STARTER.shareHostedTakenForHome()).isLessThan(0.003);
        assertThat(STARTER.homes()).allSatisfy(home -> {
            assertThat(home.hostedAsHome() / (double) home.hosted())
                    .as(home.country())
                    .isLessThan(0.014);
            assertThat(home.elsewhereAsHome()).as(home.country()).isZero();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "2001:268:9000::1, JP, 2516", // au
        "2001:380:124::1, JP, 4713", // NTT
        "2001:200:0:8803::53, JP, 2500", // WIDE
        "2001:240::1, JP, 2497", // IIJ
        "95.216.0.9, FI, 24940", // Hetzner of Germany
        "139.99.130.1, AU, 16276", // OVH of France
        "52.68.1.1, JP, 16509", // Amazon of the United States
        "::ffff:133.11.93.10, JP, 2501"
    })
    void anAddressIsWhereItsCustomersAre(String address, String country, long system) {
        OriginResolver resolver = OriginResolver.open(GeoFiles.NONE, Clock.systemUTC());

        assertThat(resolver.resolve(address, null).origin()).isInstanceOfSatisfying(Origin.Country.class, origin -> {
            assertThat(origin.country()).isEqualTo(country);
            assertThat(origin.asn()).isEqualTo(system);
        });
    }

    @Test
    void aDatabaseThatKnowsNothingAndOneThatKnowsOneCountryAreMeasuredAsSuch() {
        CountryAccuracy nothing = CountryAccuracy.of("nothing", address -> null);
        CountryAccuracy japan = CountryAccuracy.of("japan", address -> "JP");

        assertThat(nothing.shareAtHomeUnlocated()).isEqualTo(1);
        assertThat(nothing.shareAtHomeTakenForAbroad()).isZero();
        assertThat(nothing.shareHostedTakenForHome()).isZero();
        assertThat(japan.homes()).allSatisfy(home -> {
            boolean here = home.country().equals("JP");
            assertThat(home.abroad()).isEqualTo(here ? 0 : home.atHome());
            assertThat(home.elsewhereAsHome()).isEqualTo(here ? home.elsewhere() : 0);
            assertThat(home.hostedAsHome()).isEqualTo(here ? home.hosted() : 0);
        });
    }

    @Test
    void aMistakeInTheListIsSaidWithItsLine() {
        assertThatThrownBy(() -> KnownCountryNetworks.of(
                        "networks:\n  - {country: JP, kind: access, who: x, cidrs: [1.0.0.1/24]}\n"))
                .hasMessageContaining("line 2")
                .hasMessageContaining("did you mean 1.0.0.0?");
        assertThatThrownBy(() ->
                        KnownCountryNetworks.of("networks:\n  - {country: UK, kind: access, who: x, cidrs: []}\n"))
                .hasMessageContaining("line 2: not a country");
    }
}
