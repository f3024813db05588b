package org.sekimori.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.sekimori.geo.GeoFiles;
import org.sekimori.geo.OriginResolver;
import org.sekimori.mail.Origin;

class GeographyTest {

    private static final Geography GEOGRAPHY = Geography.starter();
    private static final OriginResolver SERVICE = OriginResolver.open(
            new GeoFiles(null, null, Path.of("rules/networks/relays.yml"), null), Clock.systemUTC());

    @Test
    void aServiceWithTheStarterDatabasePlacesEveryAddressInTheCountryThatIsMeant() {
        Draw draw = Draw.of(1, "places");
        for (String country : GEOGRAPHY.countries()) {
            for (Provider provider : GEOGRAPHY.providers(country)) {
                Place place = provider.anywhere(draw);
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
        Draw draw = Draw.of(1, "near");
        Provider provider = GEOGRAPHY.providers("JP").get(0);
        Place home = provider.anywhere(draw);
        Place near = provider.near(home, draw);
        assertThat(near.origin()).isEqualTo(home.origin());
    }

    @Test
    void homeHasManyProvidersWithNumbersOfTheirOwn() {
        assertThat(GEOGRAPHY.providers("JP"))
                .hasSizeGreaterThan(20)
                .extracting(Provider::asn)
                .doesNotHaveDuplicates();
    }

    @Test
    void gmailIsARelayAndWebmailIsInsideForTheServiceToo() {
        Draw draw = Draw.of(1, "special");
        Place gmail = Geography.gmail(draw);
        assertThat(SERVICE.locate(gmail.address(), gmail.clientName())).isEqualTo(gmail.origin());
        Place webmail = Geography.webmail(draw);
        assertThat(SERVICE.locate(webmail.address(), null)).isEqualTo(webmail.origin());
    }

    @Test
    void aCountryWithoutNetworksIsNamed() {
        assertThatThrownBy(() -> GEOGRAPHY.providers("QQ")).hasMessageContaining("'QQ'");
    }
}
