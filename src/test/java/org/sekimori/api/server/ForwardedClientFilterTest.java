package org.sekimori.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardedClientFilterTest {

    private static final String PROXY = "10.0.0.1";

    private final ForwardedClientFilter filter =
            new ForwardedClientFilter(List.of("127.0.0.0/8", "10.0.0.0/30", "::1"));

    @Test
    void aKnownProxyNamesItsClientAndTheClientCannotNameAnother() {
        assertThat(filter.client(PROXY, List.of("192.0.2.7"))).isEqualTo("192.0.2.7");
        assertThat(filter.client(PROXY, List.of("198.51.100.1, 192.0.2.7"))).isEqualTo("192.0.2.7");
        assertThat(filter.client(PROXY, List.of("198.51.100.1", "192.0.2.7"))).isEqualTo("192.0.2.7");
        assertThat(filter.client("::1", List.of("2001:DB8::7, 10.0.0.2,127.0.0.1")))
                .isEqualTo("2001:db8::7");
    }

    @Test
    void nobodyElseDoes() {
        assertThat(filter.client("198.51.100.1", List.of("192.0.2.7"))).isEqualTo("198.51.100.1");
        assertThat(filter.client("fe80::1%eth0", List.of("192.0.2.7"))).isEqualTo("fe80::1%eth0");
    }

    @Test
    void aHeaderThatNamesNoClientIsNotBelieved() {
        assertThat(filter.client(PROXY, List.of())).isEqualTo(PROXY);
        assertThat(filter.client(PROXY, List.of("127.0.0.1"))).isEqualTo(PROXY);
        assertThat(filter.client(PROXY, List.of("192.0.2.7, unknown"))).isEqualTo(PROXY);
        assertThat(filter.client(PROXY, List.of("192.0.2.7:4711"))).isEqualTo(PROXY);
    }
}
