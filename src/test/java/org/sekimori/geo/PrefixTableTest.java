package org.sekimori.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;

class PrefixTableTest {

    @Test
    void theLongestNetworkWins() {
        PrefixTable<String> table = PrefixTable.of(Map.of(
                IpNetwork.of("10.0.0.0/8"), "wide",
                IpNetwork.of("10.0.0.0/16"), "first half",
                IpNetwork.of("10.0.255.0/24"), "last part of it",
                IpNetwork.of("10.1.0.1"), "one"));

        assertThat(find(table, "9.255.255.255")).isNull();
        assertThat(find(table, "10.0.0.0")).isEqualTo("first half");
        assertThat(find(table, "10.0.255.1")).isEqualTo("last part of it");
        assertThat(find(table, "10.1.0.0")).isEqualTo("wide");
        assertThat(find(table, "10.1.0.1")).isEqualTo("one");
        assertThat(find(table, "10.1.0.2")).isEqualTo("wide");
        assertThat(find(table, "10.255.255.255")).isEqualTo("wide");
        assertThat(find(table, "11.0.0.0")).isNull();
        assertThat(find(table, "::a00:1")).isNull();
    }

    @Test
    void bothEndsOfTheAddressSpaceAreFound() {
        PrefixTable<String> table =
                PrefixTable.of(Map.of(IpNetwork.of("::/0"), "all", IpNetwork.of("ff00::/8"), "last"));

        assertThat(find(table, "::")).isEqualTo("all");
        assertThat(find(table, "feff::1")).isEqualTo("all");
        assertThat(find(table, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")).isEqualTo("last");
    }

    @Test
    void anEmptyTableFindsNothing() {
        PrefixTable<String> empty = PrefixTable.of(Map.of());

        assertThat(find(empty, "::1")).isNull();
    }

    @Test
    void agreesWithLookingAtEveryNetwork() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            Map<IpNetwork, Integer> networks = new HashMap<>();
            for (int i = 0; i < 40; i++) {
                ClientAddress address = near(random);
                int bits = 64 + random.nextInt(65);
                long mask = bits == 64 ? 0 : -1L << (128 - bits);
                networks.put(new IpNetwork(new ClientAddress(address.high(), address.low() & mask), bits), i);
            }
            PrefixTable<Integer> table = PrefixTable.of(networks);
            for (int i = 0; i < 200; i++) {
                ClientAddress address = near(random);
                Integer expected = networks.keySet().stream()
                        .filter(network -> network.contains(address))
                        .max((a, b) -> Integer.compare(a.bits(), b.bits()))
                        .map(networks::get)
                        .orElse(null);
                assertThat(table.find(address)).isEqualTo(expected);
            }
        }
    }

    /** Addresses close to each other, so that networks nest often. */
    private static ClientAddress near(Random random) {
        return new ClientAddress(-1L, -1L << random.nextInt(64) & random.nextLong());
    }

    private static <T> @Nullable T find(PrefixTable<T> table, String address) {
        return table.find(ClientAddress.of(address));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.0.0.0/8", "10.1.2.3, 10.1.2.3/32", "2001:DB8::/32, 2001:db8::/32", "::1, ::1/128"})
    void networksAreWrittenAsPeopleDo(String text, String written) {
        assertThat(IpNetwork.of(text)).hasToString(written);
    }

    @Test
    void aNetworkWithBitsAfterItsPrefixIsRefusedWithTheOneMeant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpNetwork.of("10.1.2.3/8"))
                .withMessageContaining("did you mean 10.0.0.0?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                "::/129",
                "/8",
                "x/8",
                "::/0000"
            })
    void whatIsNotANetworkIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpNetwork.of(text));
    }
}
