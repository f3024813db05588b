package org.sekimori.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountryNetworksTest {

    @Test
    void networksOfAUsableCountryAreListedByRisingAddressIpv4First() throws IOException {
        byte[] octets = MmdbFixture.of("GeoLite2-Country", "2026-06-01")
                .map("2400:4000::/22", MmdbFixture.geoLite("JP"))
                .map("2a00:1:2::/48", MmdbFixture.geoLite("DE"))
                .map("133.11.0.0/16", MmdbFixture.geoLite("JP"))
                .map("91.10.20.0/24", MmdbFixture.geoLite("DE"))
                .bytes();

        assertThat(CountryNetworks.of(octets))
                .extracting(Object::toString)
                .containsExactly(
                        "Located[network=91.10.20.0/24, country=DE]",
                        "Located[network=133.11.0.0/16, country=JP]",
                        "Located[network=2400:4000::/22, country=JP]",
                        "Located[network=2a00:1:2::/48, country=DE]");
    }

    @Test
    void smallSpecialAnycastAndUnknownNetworksAreNot() throws IOException {
        byte[] octets = MmdbFixture.of("GeoLite2-Country", "2026-06-01")
                .map("2400:4000::/49", MmdbFixture.geoLite("JP"))
                .map("2002:5b0a:1400::/40", MmdbFixture.geoLite("DE"))
                .map("91.10.20.128/25", MmdbFixture.geoLite("DE"))
                .map("10.0.0.0/8", MmdbFixture.geoLite("DE"))
                .map("8.8.8.0/24", Map.of("country", Map.of("iso_code", "US"), "traits", Map.of("is_anycast", true)))
                .map("1.1.1.0/24", MmdbFixture.geoLite("ZZ"))
                .map("2.2.2.0/24", Map.of("traits", Map.of("is_satellite_provider", true)))
                .bytes();

        assertThat(CountryNetworks.of(octets)).isEmpty();
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() {
        assertThatThrownBy(() -> CountryNetworks.of(new byte[1000])).isInstanceOf(IOException.class);
    }
}
