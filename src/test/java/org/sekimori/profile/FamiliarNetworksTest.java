package org.sekimori.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.profile.MailEventFixture.country;

import org.junit.jupiter.api.Test;
import org.sekimori.mail.Origin;

class FamiliarNetworksTest {

    private static final int DAY = 20_500;
    private static final Origin HOME = country("JP", "192.0.2.0/24", 64500);

    private static Origin unnamed(String network) {
        return country("JP", network, 0);
    }

    private static FamiliarNetworks used(Origin origin, int... days) {
        FamiliarNetworks networks = FamiliarNetworks.NONE;
        for (int day : days) {
            networks = networks.plus(origin, day, 1);
        }
        return networks;
    }

    @Test
    void networkIsFamiliarFromItsThirdDay() {
        assertThat(used(HOME, DAY).knows(HOME, DAY)).isFalse();
        assertThat(used(HOME, DAY, DAY, DAY).knows(HOME, DAY)).isFalse();
        assertThat(used(HOME, DAY, DAY + 1).knows(HOME, DAY + 1)).isFalse();
        assertThat(used(HOME, DAY, DAY + 1, DAY + 2).knows(HOME, DAY + 2)).isTrue();
    }

    @Test
    void daysLongAgoCountLess() {
        assertThat(used(HOME, DAY, DAY + 7, DAY + 14).knows(HOME, DAY + 14)).isTrue();
        assertThat(used(HOME, DAY, DAY + 15, DAY + 30).knows(HOME, DAY + 30)).isTrue();
        assertThat(used(HOME, DAY, DAY + 20, DAY + 40).knows(HOME, DAY + 40)).isFalse();
    }

    @Test
    void familiarNetworkIsForgottenWhenItIsNotUsed() {
        FamiliarNetworks networks = used(HOME, DAY, DAY + 1, DAY + 2);

        assertThat(networks.knows(HOME, DAY + 16)).isTrue();
        assertThat(networks.knows(HOME, DAY + 18)).isFalse();
        assertThat(networks.met(HOME)).isTrue();
    }

    @Test
    void newNetworkOfAFamiliarProviderIsFamiliar() {
        Origin renewed = country("JP", "198.51.100.0/24", 64500);
        FamiliarNetworks networks = used(HOME, DAY, DAY + 1, DAY + 2, DAY + 3);

        assertThat(networks.knows(renewed, DAY + 3)).isTrue();
        assertThat(networks.knows(country("US", "198.51.100.0/24", 64500), DAY + 3))
                .isFalse();
        assertThat(used(HOME, DAY, DAY + 1).knows(renewed, DAY + 1)).isFalse();
    }

    @Test
    void carrierWithAnotherNetworkEachDayIsFamiliarFromTheThirdDay() {
        FamiliarNetworks networks = FamiliarNetworks.NONE;
        for (int day = 0; day < 3; day++) {
            assertThat(networks.knows(country("JP", "198.51.9.0/24", 64500), DAY + day))
                    .isFalse();
            networks = networks.plus(country("JP", "198.51." + day + ".0/24", 64500), DAY + day, 1);
        }

        assertThat(networks.knows(country("JP", "198.51.9.0/24", 64500), DAY + 2))
                .isTrue();
    }

    @Test
    void manyNetworksOfOneCarrierOnASingleDayMakeNothingFamiliar() {
        FamiliarNetworks networks = FamiliarNetworks.NONE;
        for (int i = 0; i < 20; i++) {
            networks = networks.plus(country("JP", "198.51." + i + ".0/24", 64500), DAY, 1);
        }

        assertThat(networks.knows(country("JP", "198.51.3.0/24", 64500), DAY)).isFalse();
    }

    @Test
    void widerBlockStandsForAProviderWithoutName() {
        FamiliarNetworks networks = used(unnamed("10.1.1.0/24"), DAY, DAY + 1, DAY + 2, DAY + 3);

        assertThat(networks.met(unnamed("10.1.9.0/24"))).isTrue();
        assertThat(networks.met(unnamed("10.2.1.0/24"))).isFalse();
        assertThat(used(unnamed("2001:db8:1::/48"), DAY).met(unnamed("2001:db8::/48")))
                .isTrue();
    }

    /** RFC 5952 writes no second group in the first of these. */
    /** As it is when a service that had no database of autonomous systems is given one. */
    @Test
    void providerIsFamiliarThatWasKnownByItsBlockBeforeItHadAName() {
        FamiliarNetworks networks = FamiliarNetworks.NONE;
        for (int day = 0; day < 3; day++) {
            networks = networks.plus(country("JP", "198.51." + day + ".0/24", 0), DAY + day, 1);
        }

        assertThat(networks.knows(country("JP", "198.51.100.0/24", 64500), DAY + 3))
                .isTrue();
        assertThat(networks.met(country("JP", "198.51.100.0/24", 64500))).isTrue();
        assertThat(networks.knows(country("JP", "203.0.113.0/24", 64500), DAY + 3))
                .isFalse();
        assertThat(networks.knows(country("US", "198.51.100.0/24", 64500), DAY + 3))
                .isFalse();
    }

    @Test
    void widerBlockIsTheSameWhereItsSecondGroupIsZero() {
        assertThat(used(unnamed("2400::/48"), DAY).met(unnamed("2400:0:1::/48")))
                .isTrue();
        assertThat(used(unnamed("2400::/48"), DAY).met(unnamed("2400:1::/48"))).isFalse();
    }

    @Test
    void lightestNetworkMakesRoom() {
        FamiliarNetworks networks = used(HOME, DAY, DAY + 1, DAY + 2);
        for (int i = 0; i < 40; i++) {
            networks = networks.plus(country("JP", "10." + i + ".0.0/24", 65_000 + i), DAY + 2, 1);
        }

        assertThat(networks.knows(HOME, DAY + 2)).isTrue();
        assertThat(networks.met(country("JP", "10.39.0.0/24", 65_039))).isTrue();
    }

    @Test
    void relaysInternalAndMissingAddressesTellNothing() {
        for (Origin origin : new Origin[] {
            new Origin.Relay("google", "192.0.2.0/24"),
            new Origin.Internal("private", "10.0.0.0/24"),
            new Origin.Unknown("no_address", null, null)
        }) {
            assertThat(FamiliarNetworks.NONE.knows(origin, DAY)).isTrue();
            assertThat(FamiliarNetworks.NONE.met(origin)).isTrue();
            assertThat(FamiliarNetworks.NONE.plus(origin, DAY, 1)).isEqualTo(FamiliarNetworks.NONE);
        }
    }
}
