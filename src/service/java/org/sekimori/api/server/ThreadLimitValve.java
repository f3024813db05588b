package org.sekimori.api.server;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/**
 * The first valve of a request: takes a thread of the request's quota, or refuses at once; serves only health and metrics at the
 * management port; and closes a connection instead of waiting for an unread body.
 *
 * <p>Without a key a connection serves one request. So a client that never reads its answer cannot block the server: a single
 * small answer always fits into the socket.
 */
final class ThreadLimitValve extends ValveBase {

    private static final String ACTUATOR = "/actuator";

    /** Where mail servers ask, and their clients wait. */
    private static final Set<String> ASKING = Set.of("/v1/decisions", "/v1/mta-hooks", "/v1/auth-policy", "/");

    /** A question over HTTP takes some four times the work of one at the policy port, which two threads answer. */
    private static final int QUESTIONS_PER_PROCESSOR = 4;

    private static final String EVENTS = "/v1/events";

    private static final int MOST_DRAINED = 64 * 1024;

    private final ThreadQuota open =
            new ThreadQuota(WebServerConfiguration.OPEN_THREADS, WebServerConfiguration.OPEN_THREADS, 0);
    private final ThreadQuota pages =
            new ThreadQuota(WebServerConfiguration.PAGE_THREADS, WebServerConfiguration.PAGE_THREADS, 0);
    private final ThreadQuota decisions = new ThreadQuota(
            WebServerConfiguration.DECISION_THREADS,
            WebServerConfiguration.DECISION_THREADS / 2,
            TimeUnit.MILLISECONDS.toNanos(WebServerConfiguration.STUCK_MILLIS));
    private final ThreadQuota others =
            new ThreadQuota(WebServerConfiguration.OTHER_THREADS, WebServerConfiguration.OTHER_THREADS / 2, 0);
    private final ProcessorGate questions =
            new ProcessorGate(QUESTIONS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
    private final AtomicLong busy = new AtomicLong();
    private final Connector management;

    /** @param management the connector for health and metrics */
    ThreadLimitValve(Connector management) {
        super(true);
        this.management = management;
    }

    /** Requests that found their share of threads used up. */
    AtomicLong busy() {
        return busy;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        @Nullable String key = request.getHeader("Authorization");
        if (key == null) {
            response.setHeader("Connection", "close");
        }
        String path = String.valueOf(request.getDecodedRequestURI());
        if (request.getConnector() == management) {
            request.setAttribute(WebServerConfiguration.MANAGEMENT, true);
            if (path.equals(ACTUATOR) || path.startsWith(ACTUATOR + "/")) {
                serve(request, response);
            } else {
                refuse(request, response, 404, "Not Found", "only /actuator/ is answered at this port");
            }
            return;
        }
        @Nullable ThreadQuota share = share(path, key);
        if (share == null) {
            serve(request, response);
        } else {
            serve(request, response, share, key == null ? 0 : key.hashCode());
        }
    }

    /** The quota of a request; null for health and for the refusal of requests without a key, which are always answered. */
    private @Nullable ThreadQuota share(String path, @Nullable String key) {
        if (path.startsWith("/console")
                || path.startsWith("/my")
                || path.startsWith("/assets/")
                || path.startsWith("/docs/")) {
            return pages;
        }
        if (path.startsWith("/asked/") || path.equals("/docs") || path.equals("/v1/openapi.yaml")) {
            return open;
        }
        if (key == null || path.startsWith(ACTUATOR + "/health")) {
            return null;
        }
        return ASKING.contains(path) ? decisions : others;
    }

    private void serve(Request request, Response response, ThreadQuota share, int who)
            throws IOException, ServletException {
        // A request admitted before has an answer due.
        boolean due = request.getDispatcherType() != DispatcherType.REQUEST || request.isAsyncDispatching();
        ThreadQuota.@Nullable Use use = share.acquire(who, due);
        if (use == null) {
            busy.incrementAndGet();
            response.setHeader("Retry-After", "1");
            response.setHeader("Connection", "close");
            refuse(request, response, 503, "Service Unavailable", "too many requests are being answered; try again");
            return;
        }
        try {
            if (isQuestion(request)) {
                ProcessorGate.Use turn = questions.enter();
                try {
                    serve(request, response);
                } finally {
                    questions.leave(turn);
                }
            } else {
                serve(request, response);
            }
        } finally {
            share.release(use);
        }
    }

    /** Short, and many at a time. */
    private static boolean isQuestion(Request request) {
        String path = String.valueOf(request.getDecodedRequestURI());
        return request.getMethod().equals("POST") && (ASKING.contains(path) || path.equals(EVENTS));
    }

    private void refuse(Request request, Response response, int status, String title, String detail)
            throws IOException {
        ProblemWriter.write(response, status, title, detail);
        finish(request, response);
    }

    private void serve(Request request, Response response) throws IOException, ServletException {
        request.setAttribute(WebServerConfiguration.NO_MORE_INPUT, (Runnable) () -> stopReading(request));
        getNext().invoke(request, response);
        if (!request.isAsync()) {
            finish(request, response);
        }
    }

    /** Finishes within the quota, so that a client that does not read counts in it while the answer waits. */
    private static void finish(Request request, Response response) throws IOException {
        response.finishResponse();
        if (!request.getCoyoteRequest().isFinished()) {
            drain(request);
            stopReading(request);
        }
    }

    /** Reads the octets already received; closing over unread octets could destroy the answer in transfer (RFC 9112, 9.6). */
    private static void drain(Request request) {
        try {
            InputStream in = request.getInputStream();
            byte[] buffer = new byte[4096];
            for (int left = MOST_DRAINED; left > 0 && in.available() > 0; ) {
                int read = in.read(buffer, 0, Math.min(buffer.length, left));
                left = read < 0 ? 0 : left - read;
            }
        } catch (IOException | IllegalStateException e) {
            // The connection is gone, or the body is read in another way; it is closed in any case.
        }
    }

    private static void stopReading(Request request) {
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
}
