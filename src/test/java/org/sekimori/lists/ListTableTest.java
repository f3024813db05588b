package org.sekimori.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.mail.Account;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.IpNetwork;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

class ListTableTest {

    private static final Instant NOW = Instant.parse("2026-06-01T08:00:00Z");

    private final ListTable table = new ListTable();

    private void put(String list, ListKind kind, String value, @Nullable Instant until) {
        table.put(new ListEntry(list, kind, value, new ListTerms("sato", "", NOW, until)));
    }

    private List<String> lists(String address) {
        return lists(address, NOW);
    }

    private List<String> lists(String address, Instant time) {
        return table.listed(MailEvent.builder("1", time, EventKind.ATTEMPT, Account.of("alice@isp.example"))
                        .clientAddress(address)
                        .sender("alice@Shop.Example.ORG")
                        .helo("Desktop-7")
                        .origin(new Origin.Country("DE", null, 64500, new Origin.Source("test", null)))
                        .build())
                .lists();
    }

    @ParameterizedTest
    @CsvSource({
        "NETWORK, 203.0.113.0/24, network:bad",
        "NETWORK, 203.0.113.9, network:bad",
        "AS, AS64500, as:bad",
        "COUNTRY, de, country:bad",
        "ACCOUNT, Alice@ISP.example, account:bad",
        "SENDER_DOMAIN, shop.example.org, sender_domain:bad",
        "SENDER_DOMAIN, *.Example.org, sender_domain:bad",
        "HELO, desktop-7, helo:bad",
        "HELO, DESKTOP-*, helo:bad",
        "HELO, *-7, helo:bad"
    })
    void anEventIsOnAListByEachKind(ListKind kind, String value, String expected) {
        put("bad", kind, value, null);
        assertThat(lists("203.0.113.9")).containsExactly(expected);
        table.remove("bad", kind, kind.normalize(value));
        assertThat(lists("203.0.113.9")).isEmpty();
        assertThat(table.size()).isZero();
    }

    @Test
    void neighboursAreOnNoList() {
        put("bad", ListKind.NETWORK, "203.0.113.0/24", null);
        put("bad", ListKind.SENDER_DOMAIN, "*.shop.example.org", null);
        put("bad", ListKind.SENDER_DOMAIN, "example.org", null);
        put("bad", ListKind.HELO, "desktop", null);
        put("bad", ListKind.AS, "6450", null);
        assertThat(lists("203.0.114.9")).isEmpty();
    }

    @Test
    void anEntryEndsByTheTimeOfTheEvent() {
        put("bad", ListKind.NETWORK, "203.0.113.0/24", NOW.plus(Duration.ofDays(3)));
        assertThat(lists("203.0.113.9", NOW.plus(Duration.ofDays(3)).minusSeconds(1)))
                .isNotEmpty();
        assertThat(lists("203.0.113.9", NOW.plus(Duration.ofDays(3)))).isEmpty();
        assertThat(table.ended(NOW.plus(Duration.ofDays(3)), 10)).hasSize(1);
        assertThat(table.counts(NOW.plus(Duration.ofDays(3)))).isEmpty();
    }

    @Test
    void nestedNetworksOfSeveralListsAreAllFoundAndTheAddressInsideATunnelToo() {
        put("wide", ListKind.NETWORK, "203.0.0.0/16", null);
        put("narrow", ListKind.NETWORK, "203.0.113.0/24", null);
        put("other", ListKind.NETWORK, "203.0.113.0/24", null);
        assertThat(lists("203.0.113.9")).containsExactly("network:narrow", "network:other", "network:wide");
        assertThat(lists("2002:cb00:7109::1")).hasSize(3);
        table.remove("other", ListKind.NETWORK, "203.0.113.0/24");
        assertThat(lists("203.0.113.9")).containsExactly("network:narrow", "network:wide");
    }

    @Test
    void anEventKeepsSixteenLists() {
        for (int i = 10; i < 40; i++) {
            put("list-" + i, ListKind.COUNTRY, "DE", null);
        }
        assertThat(lists("203.0.113.9"))
                .hasSize(MailEvent.MAX_LISTS)
                .startsWith("country:list-10")
                .endsWith("country:list-25");
    }

    /** Against asking every network. */
    @Test
    void networksAreFoundAsByAskingEachOfThem() {
        Random random = new Random(1);
        List<IpNetwork> networks = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            ClientAddress base = i % 3 == 0
                    ? new ClientAddress(0x2001_0db8_0000_0000L | random.nextInt(1 << 20), random.nextLong())
                    : ClientAddress.ofIpv4(0xcb00_0000L | random.nextInt(1 << 18));
            IpNetwork network =
                    IpNetwork.around(base, base.isIpv4() ? 98 + random.nextInt(31) : 20 + random.nextInt(109));
            networks.add(network);
            put("bad", ListKind.NETWORK, network.toString(), null);
        }
        table.forEach("bad", NOW, entry -> assertThat(networks).contains(IpNetwork.of(entry.value())));
        networks.removeIf(network -> network.bits() < 100 || !network.base().isIpv4() && network.bits() < 60);
        ListTable narrow = new ListTable();
        networks.forEach(network -> narrow.put(
                new ListEntry("bad", ListKind.NETWORK, network.toString(), new ListTerms("sato", "", NOW, null))));
        for (int i = 0; i < 2_000; i++) {
            ClientAddress address = i % 2 == 0
                    ? ClientAddress.ofIpv4(0xcb00_0000L | random.nextInt(1 << 18))
                    : new ClientAddress(0x2001_0db8_0000_0000L | random.nextInt(1 << 20), random.nextLong());
            boolean found = !narrow.listed(MailEvent.builder("1", NOW, EventKind.ATTEMPT, Account.of("a@isp.example"))
                            .clientAddress(address.text())
                            .build())
                    .lists()
                    .isEmpty();
            assertThat(found)
                    .as(address.text())
                    .isEqualTo(networks.stream().anyMatch(network -> network.contains(address)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NETWORK, 0.0.0.0/0",
        "NETWORK, ::/0",
        "NETWORK, 203.0.113.1/24",
        "AS, 0",
        "AS, AS99999999999",
        "COUNTRY, ZZ",
        "SENDER_DOMAIN, *",
        "SENDER_DOMAIN, a*b.example",
        "HELO, *",
        "HELO, *mid*",
        "HELO, a b"
    })
    void whatIsNoValueIsRefused(ListKind kind, String value) {
        assertThatThrownBy(() -> kind.normalize(value)).isInstanceOf(IllegalArgumentException.class);
    }
}
