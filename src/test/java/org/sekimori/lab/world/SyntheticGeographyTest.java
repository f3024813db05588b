package org.sekimori.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.mail.Origin;

class SyntheticGeographyTest {

    private static final SyntheticGeography GEOGRAPHY = SyntheticGeography.starter();
    private static final OriginResolver SERVICE = OriginResolver.open(
            new GeoFiles(null, null, Path.of("rules/networks/relays.yml"), null), Clock.systemUTC());

    @Test
    void aServiceWithTheStarterDatabasePlacesEveryAddressInTheCountryThatIsMeant() {
        RandomStream draw = RandomStream.of(1, "places");
        for (String country : GEOGRAPHY.countries()) {
            for (AccessProvider provider : GEOGRAPHY.providers(country)) {
                ClientLocation place = provider.anywhere(draw);
                Origin seen = SERVICE.locate(place.address(), null);
                // A few of the large networks hold a relay's, which is no country then.
                if (!(seen instanceof Origin.Relay)) {
                    assertThat(seen).isInstanceOf(Origin.Country.class);
                    assertThat(((Origin.Country) seen).country()).isEqualTo(country);
                    assertThat(seen.network()).isEqualTo(place.origin().network());
                }
            }
        }
    }

    @Test
    void anAddressNearAnotherIsInTheSameNetworkOfTheSameProvider() {
        RandomStream draw = RandomStream.of(1, "near");
        AccessProvider provider = GEOGRAPHY.providers("JP").get(0);
        ClientLocation home = provider.anywhere(draw);
        ClientLocation near = provider.near(home, draw);
        assertThat(near.origin()).isEqualTo(home.origin());
    }

    @Test
    void homeHasManyProvidersWithNumbersOfTheirOwn() {
        assertThat(GEOGRAPHY.providers("JP"))
                .hasSizeGreaterThan(20)
                .extracting(AccessProvider::asn)
                .doesNotHaveDuplicates();
    }

    @Test
    void gmailIsARelayAndWebmailIsInsideForTheServiceToo() {
        RandomStream draw = RandomStream.of(1, "special");
        ClientLocation gmail = SyntheticGeography.gmail(draw);
        assertThat(SERVICE.locate(gmail.address(), gmail.clientName())).isEqualTo(gmail.origin());
        ClientLocation webmail = SyntheticGeography.webmail(draw);
        assertThat(SERVICE.locate(webmail.address(), null)).isEqualTo(webmail.origin());
    }

    @Test
    void aCountryWithoutNetworksIsNamed() {
        assertThatThrownBy(() -> GEOGRAPHY.providers("QQ")).hasMessageContaining("'QQ'");
    }
}
