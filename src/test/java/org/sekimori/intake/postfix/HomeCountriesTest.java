package org.sekimori.intake.postfix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.Decision;
import org.sekimori.mail.Origin;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.TestPolicy;

/** What home is and is not, from the address that Postfix sees to the answer. */
class HomeCountriesTest {

    private static final String PASS = "DUNNO";
    private static final String REFUSED = "550 5.7.1 ";
    private static final String HONG_KONG = "202.45.84.58";
    private static final String MACAO = "202.175.3.3";
    private static final String TAIWAN = "168.95.1.1";
    private static final String PUERTO_RICO = "66.50.0.1";
    private static final String GUAM = "202.151.64.10";
    private static final String SWEDEN = "81.224.0.1";
    private static final String FINLAND = "91.152.0.1";
    private static final String TOKYO = "133.11.93.10";

    private static Rulebook rulebook(String policy) throws Exception {
        return Rulebook.compile(TestPolicy.rulebook(policy));
    }

    @Test
    void aTerritoryIsNotHomeBecauseAnotherCountryIs() throws Exception {
        try (Rulebook rulebook = rulebook("defaults:\n  home: [CN, US]\n");
                PolicyServerFixture server = PolicyServerFixture.over(rulebook, Verdict.ACCEPT)) {
            for (String address : new String[] {HONG_KONG, MACAO, TAIWAN, PUERTO_RICO, GUAM}) {
                assertThat(server.mail(address)).as(address).startsWith(REFUSED);
            }
        }
        try (Rulebook rulebook = rulebook("defaults:\n  home: [HK, MO, TW, PR, GU]\n");
                PolicyServerFixture server = PolicyServerFixture.over(rulebook, Verdict.ACCEPT)) {
            for (String address : new String[] {HONG_KONG, MACAO, TAIWAN, PUERTO_RICO, GUAM}) {
                assertThat(server.mail(address)).as(address).isEqualTo(PASS);
            }
        }
    }

    @Test
    void aGroupOfCountriesIsHomeOnlyWhereItIsNamedAndShowsWhatItHolds() throws Exception {
        String groups = "groups:\n  nordic: [SE, FI]\n";
        try (Rulebook rulebook = rulebook("defaults:\n  home: [nordic]\n" + groups);
                PolicyServerFixture server = PolicyServerFixture.over(rulebook, Verdict.ACCEPT)) {
            assertThat(rulebook.policies().defaults().home()).containsExactly("FI", "SE");
            assertThat(server.mail(SWEDEN)).isEqualTo(PASS);
            assertThat(server.mail(FINLAND)).isEqualTo(PASS);
            assertThat(server.mail(TOKYO)).startsWith(REFUSED);
        }
        try (Rulebook rulebook = rulebook("defaults:\n  home: [SE]\n" + groups);
                PolicyServerFixture server = PolicyServerFixture.over(rulebook, Verdict.ACCEPT)) {
            assertThat(server.mail(FINLAND)).startsWith(REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2001:470:1f0b::2", "64:ff9b:1::7", "2002:a01:203::1"})
    void aTunnelHasNoCountryAndIsNotRefusedByDefault(String address) throws Exception {
        try (Rulebook rulebook = rulebook("defaults:\n  home: [JP]\n");
                PolicyServerFixture server = PolicyServerFixture.over(rulebook, Verdict.ACCEPT)) {
            assertThat(server.mail(address)).isEqualTo(PASS);
            assertThat(server.last().origin())
                    .isInstanceOfSatisfying(Origin.Unknown.class, origin -> assertThat(origin.reason())
                            .isEqualTo("tunnel"));
        }
    }

    @Test
    void everyDecisionNamesTheDatabaseAndItsBuildDate() throws Exception {
        try (Rulebook rulebook = rulebook("defaults:\n  home: [JP]\n");
                PolicyServerFixture server = PolicyServerFixture.over(rulebook, Verdict.ACCEPT)) {
            server.mail(TOKYO);
            server.mail(SWEDEN);
            assertThat(server.stream.decisions)
                    .extracting(Decision::origin)
                    .hasSize(2)
                    .allSatisfy(origin -> assertThat(((Origin.Country) origin).source())
                            .isEqualTo(new Origin.Source("Sekimori-Country", LocalDate.parse("2026-06-17"))));
        }
    }
}
