package org.sekimori.web.my;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts that pages for customers are made of. */
class CustomerFrameTest {

    private static MySettings settings(@Nullable Path logo, String colour) {
        return new MySettings(null, "", Duration.ofMinutes(5), Duration.ofHours(1), logo, colour, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "data:text/html,x",
                "https://x/\" onclick=\"y z",
                " https://x",
                "ftp://x",
                ""
            })
    void onlyAWebAddressBecomesALink(String address) {
        assertThat(CustomerFrame.link(address)).isEmpty();
        assertThat(CustomerFrame.link("https://x/?a=&b")).isEqualTo("https://x/?a=&b");
    }

    @ParameterizedTest
    @CsvSource({"#0b5cad, #ffffff", "#ffffff, #000000", "#ffcc00, #000000", "#000000, #ffffff", "#d7000f, #ffffff"})
    void textOnTheColourIsTheOneThatIsEasierToRead(String colour, String text) {
        assertThat(new String(new ProviderBrand(settings(null, colour)).style().content()))
                .isEqualTo(":root{--brand:" + colour + ";--on-brand:" + text + "}\n");
    }

    @Test
    void aLogoIsAPictureOfBoundedSize(@TempDir Path folder) throws Exception {
        Path logo = Files.write(folder.resolve("logo.png"), new byte[100]);
        assertThat(new ProviderBrand(settings(logo, "#0b5cad")).logo())
                .satisfies(file -> assertThat(file.type()).isEqualTo("image/png"));
        for (Path wrong : new Path[] {
            Files.write(folder.resolve("logo.html"), new byte[100]),
            Files.write(folder.resolve("large.png"), new byte[300 * 1024]),
            folder.resolve("missing.png")
        }) {
            assertThatThrownBy(() -> new ProviderBrand(settings(wrong, "#0b5cad")))
                    .hasMessageContaining("sekimori.my.logo");
        }
        assertThatThrownBy(() -> settings(null, "red")).hasMessageContaining("sekimori.my.colour");
    }

    @ParameterizedTest
    @CsvSource({
        "ドイツ, DE",
        "Germany, DE",
        "germany / ドイツ, DE",
        "ドイツ / Germany, DE",
        "de, DE",
        "DEU, DE",
        "ＦＲＡＮＣＥ, FR",
        "米国, US",
        "UK, GB"
    })
    void aCountryIsFoundByItsNameInEitherLanguage(String typed, String code) {
        assertThat(CountryNames.find(typed)).hasValue(code);
    }

    @Test
    void anUnknownCountryIsNoneAndMayBeSuggested() {
        assertThat(CountryNames.find("Atlantis")).isEmpty();
        assertThat(CountryNames.find("")).isEmpty();
        assertThat(CountryNames.suggestion("Germny", Locale.JAPANESE)).isEqualTo("ドイツ");
        assertThat(CountryNames.all(Locale.JAPANESE, Set.of("JP")))
                .extracting(CountryNames.Suggestion::code)
                .doesNotContain("JP")
                .contains("DE");
    }

    @Test
    void everyCountryWithOneZoneTellsItAndOthersLeaveTheChoice() {
        assertThat(CountryZones.of("JP")).containsExactly(ZoneId.of("Asia/Tokyo"));
        assertThat(CountryZones.of("FR")).containsExactly(ZoneId.of("Europe/Paris"));
        assertThat(CountryZones.of("US")).hasSizeGreaterThan(5);
        assertThat(CountryZones.of("??")).isEmpty();
    }
}
