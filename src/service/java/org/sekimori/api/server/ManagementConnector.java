package org.sekimori.api.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.catalina.connector.Connector;

/** The connector for health and metrics, with threads and connections of its own, independent of load at the port of the API. */
public final class ManagementConnector {

    private static final int CONNECTIONS = 100;

    private final HttpServerSettings settings;
    private final LimitedHttpProtocol protocol = new LimitedHttpProtocol();
    private final Connector connector = new Connector(protocol);
    private boolean wanted = true;

    ManagementConnector(HttpServerSettings settings) {
        this.settings = settings;
        protocol.limit(new HttpServerSettings(
                settings.managementPort(),
                settings.managementAddress(),
                CONNECTIONS,
                CONNECTIONS,
                settings.proxies(),
                settings.forwardedFor(),
                settings.headerDeadline(),
                settings.bodyDeadline()));
        protocol.setMaxThreads(WebServerConfiguration.MANAGEMENT_THREADS);
        protocol.setMinSpareThreads(1);
        connector.setParseBodyMethods("");
        connector.setMaxLocaleCount(WebServerConfiguration.MOST_LANGUAGES);
    }

    /** Decides where it listens, once the port of the API is known. */
    void bind(int port) {
        int own = settings.managementPort(port);
        wanted = own >= 0;
        connector.setPort(Math.max(0, own));
        try {
            protocol.setAddress(InetAddress.getByName(settings.managementAddress()));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "sekimori.http.management-address is no address of this machine: " + settings.managementAddress(),
                    e);
        }
    }

    boolean wanted() {
        return wanted;
    }

    Connector connector() {
        return connector;
    }

    /** Where it listens, such as {@code http://127.0.0.1:8081}; empty if nowhere. Once the service has started. */
    public String address() {
        String host = settings.managementAddress();
        return wanted
                ? "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + connector.getLocalPort()
                : "";
    }
}
