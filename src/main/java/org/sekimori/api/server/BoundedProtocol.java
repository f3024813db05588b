package org.sekimori.api.server;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.coyote.http11.Http11NioProtocol;

/** HTTP/1.1 over a {@link BoundedEndpoint}. Public because Tomcat makes it by its name. */
public final class BoundedProtocol extends Http11NioProtocol {

    private final BoundedEndpoint endpoint;

    public BoundedProtocol() {
        this(new BoundedEndpoint());
    }

    private BoundedProtocol(BoundedEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    void limit(HttpSettings settings) {
        endpoint.limit(settings);
    }

    AtomicLong refused() {
        return endpoint.refused();
    }

    AtomicLong ended() {
        return endpoint.ended();
    }
}
