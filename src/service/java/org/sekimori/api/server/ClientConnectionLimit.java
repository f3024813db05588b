package org.sekimori.api.server;

import java.net.InetAddress;
import java.nio.channels.Channel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;

/**
 * Counts open connections per client address, of IPv6 per /64, which is one customer's. Holds no more entries than connections.
 * Thread-safe.
 */
final class ClientConnectionLimit {

    private final int most;
    private final List<IpNetwork> exempt;
    private final Map<Object, Set<Channel>> open = new HashMap<>();

    ClientConnectionLimit(int most, List<String> exempt) {
        this.most = most;
        this.exempt = exempt.stream().map(IpNetwork::of).toList();
    }

    /** Counts a new connection; false if its client is at the limit. */
    synchronized boolean admit(InetAddress from, Channel connection) {
        ClientAddress address = ClientAddress.of(plain(from));
        if (exempt.stream().anyMatch(network -> network.contains(address))) {
            return true;
        }
        Set<Channel> all = open.computeIfAbsent(client(address), key -> new HashSet<>());
        if (all.size() >= most) {
            all.removeIf(channel -> !channel.isOpen());
        }
        return all.size() < most && all.add(connection);
    }

    /** Forgets connections that are closed. */
    synchronized void sweep() {
        for (Iterator<Set<Channel>> clients = open.values().iterator(); clients.hasNext(); ) {
            Set<Channel> all = clients.next();
            all.removeIf(channel -> !channel.isOpen());
            if (all.isEmpty()) {
                clients.remove();
            }
        }
    }

    /** Clients that have a connection, as far as is known. */
    synchronized int clients() {
        return open.size();
    }

    /** The same for all addresses of one client. */
    static Object client(ClientAddress address) {
        return address.isIpv4() ? address : Long.valueOf(address.high());
    }

    /** The address without the name of an interface. */
    static String plain(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
