package org.sekimori.api.body;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sekimori.api.request.SecurityFailureHandler;
import org.sekimori.api.server.WebServerConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Reads one body asynchronously; the request continues when the body is complete, or is refused. */
final class AsyncBodyReader implements ReadListener, AsyncListener {

    private static final Logger logger = LoggerFactory.getLogger(AsyncBodyReader.class);
    private static final int BUFFER = 8 * 1024;

    /** Memory counted for an empty body, in octets. */
    private static final int BASE = 2 * 1024;

    private final AsyncContext later;
    private final BufferedRequest request;
    private final ServletInputStream in;
    private final HttpServletResponse response;
    private final SecurityFailureHandler problems;
    private final Duration deadline;
    private final int most;
    private final long mostRead;
    private final String key;
    private final BodyMemoryLimit memoryLimit;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);
    private final AtomicBoolean over = new AtomicBoolean();
    private long weight;
    private long read;

    AsyncBodyReader(
            AsyncContext later,
            BufferedRequest request,
            HttpServletResponse response,
            SecurityFailureHandler problems,
            Duration deadline,
            int most,
            long mostRead,
            String key,
            BodyMemoryLimit memoryLimit)
            throws IOException {
        this.later = later;
        this.request = request;
        this.in = request.getRequest().getInputStream();
        this.response = response;
        this.problems = problems;
        this.deadline = deadline;
        this.most = most;
        this.mostRead = mostRead;
        this.key = key;
        this.memoryLimit = memoryLimit;
    }

    void begin() {
        later.setTimeout(deadline.toMillis());
        later.addListener(this);
        if (weigh(BASE)) {
            in.setReadListener(this);
        } else {
            tooMany();
        }
    }

    private boolean weigh(long octets) {
        weight += octets;
        return memoryLimit.acquire(key, octets);
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (!over.get() && in.isReady()) {
            int got = in.read(buffer);
            if (got < 0) {
                return;
            }
            read += got;
            if (read > mostRead) {
                refuse(HttpStatus.CONTENT_TOO_LARGE, "body: larger than " + mostRead + " bytes, not read to its end");
                return;
            }
            // One octet above any controller's limit shows the excess.
            int kept = Math.min(got, most + 1 - body.size());
            if (!weigh(kept)) {
                tooMany();
                return;
            }
            body.write(buffer, 0, kept);
        }
    }

    @Override
    public void onAllDataRead() {
        if (end()) {
            request.body(body.toByteArray());
            later.dispatch();
        }
    }

    /** The connection broke off, or nothing came for too long. */
    @Override
    public void onError(Throwable problem) {
        refuse(HttpStatus.BAD_REQUEST, "body: could not be read to its end");
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        refuse(
                HttpStatus.REQUEST_TIMEOUT,
                "body: was not here within " + deadline.toSeconds() + " s, and must come as a whole by then");
    }

    private void tooMany() {
        if (!response.isCommitted()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        refuse(HttpStatus.SERVICE_UNAVAILABLE, "too many bodies are on their way; try again");
    }

    private void refuse(HttpStatus status, String detail) {
        if (!end()) {
            return;
        }
        try {
            if (!response.isCommitted()) {
                problems.write(response, status, detail);
            }
        } catch (IOException | IllegalStateException e) {
            logger.debug("A refusal could not be sent: {}", e.toString());
        }
        if (request.getAttribute(WebServerConfiguration.NO_MORE_INPUT) instanceof Runnable stop) {
            stop.run();
        }
        later.complete();
    }

    /** True for the one who ends it. */
    private boolean end() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        memoryLimit.release(key, weight);
        return true;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        refuse(HttpStatus.BAD_REQUEST, "body: could not be read to its end");
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Of the controller's, which waits for the log.
    }
}
