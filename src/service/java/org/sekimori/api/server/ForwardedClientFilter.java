package org.sekimori.api.server;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;

/**
 * Gives a request that a known proxy passes on the address of its client: the right-most one of {@code X-Forwarded-For} that is no such proxy.
 * What stands left of it the client may have written.
 */
final class ForwardedClientFilter implements Filter {

    private static final String HEADER = "X-Forwarded-For";

    private final List<IpNetwork> proxies;

    /** @param proxies addresses and networks whose header is believed */
    ForwardedClientFilter(List<String> proxies) {
        this.proxies = proxies.stream().map(IpNetwork::of).toList();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http) {
            String peer = http.getRemoteAddr();
            String client = client(peer, Collections.list(http.getHeaders(HEADER)));
            chain.doFilter(client.equals(peer) ? http : new ForwardedRequest(http, client), response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** A request of the client behind a proxy. */
    private static final class ForwardedRequest extends HttpServletRequestWrapper {

        private final String client;

        ForwardedRequest(HttpServletRequest request, String client) {
            super(request);
            this.client = client;
        }

        @Override
        public String getRemoteAddr() {
            return client;
        }

        @Override
        public String getRemoteHost() {
            return client;
        }
    }

    /**
     * Address of the client.
     *
     * @param peer address of the connection
     * @param forwarded values of the header, in their order
     * @return {@code peer} unless it is a known proxy and the header names a client
     */
    String client(String peer, List<String> forwarded) {
        if (!isProxy(peer)) {
            return peer;
        }
        List<String> hops = new ArrayList<>(List.of(String.join(",", forwarded).split(",")));
        Collections.reverse(hops);
        for (String hop : hops) {
            try {
                String address = ClientAddress.of(hop.strip()).text();
                if (!isProxy(address)) {
                    return address;
                }
            } catch (IllegalArgumentException e) {
                // Whoever wrote this is no proxy that is set up as it should be; nothing left of it is believed either.
                return peer;
            }
        }
        return peer;
    }

    private boolean isProxy(String literal) {
        int zone = literal.indexOf('%');
        ClientAddress address = ClientAddress.of(zone < 0 ? literal : literal.substring(0, zone));
        return proxies.stream().anyMatch(network -> network.contains(address));
    }
}
