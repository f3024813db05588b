package org.sekimori.api.server;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the web server.
 *
 * @param managementPort port of health and metrics, with threads of its own; null: the next after the port of the API, or any
 *     free one if that is 0; -1: none
 * @param managementAddress its address; anyone who reaches it reads metrics without a key
 * @param connections open connections, 50 to 20,000
 * @param connectionsPerClient open connections per client address (of IPv6 per /64), 1 to 20,000
 * @param proxies addresses or networks without a limit per client, since many clients are behind them
 * @param forwardedFor whether {@code X-Forwarded-For} of those proxies names the client; they must set or extend that header
 * @param headerDeadline from the first octet of a request to the end of its headers, 1 s to 5 min
 * @param bodyDeadline for a whole body, 1 s to 1 h; of a batch of events only the time that the reader waits for it counts
 */
@ConfigurationProperties("sekimori.http")
public record HttpServerSettings(
        @Nullable Integer managementPort,
        @DefaultValue("127.0.0.1") String managementAddress,
        @DefaultValue("2000") int connections,
        @DefaultValue("200") int connectionsPerClient,
        @DefaultValue({"127.0.0.0/8", "::1"}) List<String> proxies,
        @DefaultValue("false") boolean forwardedFor,
        @DefaultValue("10s") Duration headerDeadline,
        @DefaultValue("30s") Duration bodyDeadline) {

    public HttpServerSettings {
        within("management-port", managementPort == null ? 0 : managementPort, -1, 65_535);
        within("connections", connections, 50, 20_000);
        within("connections-per-client", connectionsPerClient, 1, 20_000);
        within("header-deadline", headerDeadline.toSeconds(), 1, 300);
        within("body-deadline", bodyDeadline.toSeconds(), 1, 3_600);
        proxies = List.copyOf(proxies);
    }

    private static void within(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("sekimori.http." + name + " must be from " + least + " to " + most
                    + (name.endsWith("deadline") ? " seconds" : "") + ", not " + value);
        }
    }

    /**
     * The management port; -1 for none.
     *
     * @param port of the API, 0: any free one
     */
    int managementPort(int port) {
        return managementPort != null ? managementPort : port == 0 ? 0 : port == 65_535 ? port - 1 : port + 1;
    }
}
