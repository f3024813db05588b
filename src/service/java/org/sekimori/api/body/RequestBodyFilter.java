package org.sekimori.api.body;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.keys.ApiKey;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.RequestBodyReader;
import org.sekimori.api.request.SecurityFailureHandler;
import org.sekimori.intake.http.EventIngest;
import org.sekimori.intake.mtahook.MtaHookService;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the body of a request before its controller, without a thread that waits for the client. Runs after authorisation: bodies
 * of unauthorised requests are not read. Batches of events are streamed by a bounded number of threads.
 *
 * <p>Bodies in transfer take a bounded part of the heap, and each has a deadline as a whole, however steadily it drips.
 */
public final class RequestBodyFilter extends OncePerRequestFilter {

    /** Longest body that is read to its end, so that the client reads the refusal; the excess is discarded. */
    static final long MOST_READ = 32L * 1024 * 1024;

    /** The same for an MTA hook, which brings the whole message. */
    static final long MOST_READ_OF_HOOK = 256L * 1024 * 1024;

    private static final String BATCH = "/v1/events";
    private static final String HOOK = "/v1/mta-hooks";

    private final SecurityFailureHandler problems;
    private final Duration deadline;
    private final BodyMemoryLimit memoryLimit;

    /**
     * @param deadline for a whole body
     * @param memoryLimit memory for all bodies that are on their way
     */
    public RequestBodyFilter(SecurityFailureHandler problems, Duration deadline, BodyMemoryLimit memoryLimit) {
        this.problems = problems;
        this.deadline = deadline;
        this.memoryLimit = memoryLimit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long length = request.getContentLengthLong();
        if (length == 0 || (length < 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null)) {
            chain.doFilter(request, response);
            return;
        }
        @Nullable ApiKey key = CommandMetadata.keyIfAny();
        if (key == null) {
            // Public paths take no body; it stays unread, and the connection ends with the answer.
            chain.doFilter(request, response);
            return;
        }
        @Nullable String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.strip().equalsIgnoreCase("identity")) {
            response.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
            problems.write(
                    response,
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "body: must be sent as it is, without 'Content-Encoding'");
        } else if (length > mostRead(request)) {
            problems.write(
                    response,
                    HttpStatus.CONTENT_TOO_LARGE,
                    "body: larger than " + mostRead(request) + " bytes, not read");
        } else if (batch(request) && length > EventIngest.MAX_BYTES) {
            collect(request, response, key, 0); // Nothing of it is taken.
        } else if (batch(request)) {
            chain.doFilter(new StreamingRequest(request, deadline), response);
        } else if (length > 0 && request.getInputStream().available() >= length) {
            chain.doFilter(request, response); // It came with its head, and nobody will wait for it.
        } else {
            collect(request, response, key, hook(request) ? MtaHookService.KEPT : RequestBodyReader.MOST_BYTES);
        }
    }

    private static boolean hook(HttpServletRequest request) {
        return request.getRequestURI().equals(HOOK);
    }

    private static long mostRead(HttpServletRequest request) {
        return hook(request) ? MOST_READ_OF_HOOK : MOST_READ;
    }

    private static boolean batch(HttpServletRequest request) {
        return request.getRequestURI().equals(BATCH) && RequestBodyReader.is(request, MediaType.APPLICATION_NDJSON);
    }

    private void collect(HttpServletRequest request, HttpServletResponse response, ApiKey key, int most)
            throws IOException {
        BufferedRequest collected = new BufferedRequest(request);
        AsyncContext later = request.startAsync(collected, response);
        new AsyncBodyReader(
                        later,
                        collected,
                        response,
                        problems,
                        deadline,
                        most,
                        mostRead(request),
                        key.name(),
                        memoryLimit)
                .begin();
    }
}
