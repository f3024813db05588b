package org.sekimori.api.server;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.coyote.http11.Http11NioProtocol;

/** HTTP/1.1 over a {@link LimitedNioEndpoint}. Public because Tomcat makes it by its name. */
public final class LimitedHttpProtocol extends Http11NioProtocol {

    private final LimitedNioEndpoint endpoint;

    public LimitedHttpProtocol() {
        this(new LimitedNioEndpoint());
    }

    private LimitedHttpProtocol(LimitedNioEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    void limit(HttpServerSettings settings) {
        endpoint.limit(settings);
    }

    AtomicLong refused() {
        return endpoint.refused();
    }

    AtomicLong ended() {
        return endpoint.ended();
    }
}
