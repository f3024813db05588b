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

    /** The same for a form of a page. */
    static final long MOST_READ_OF_FORM = 1024L * 1024;

    private static final String BATCH = "/v1/events";
    private static final String HOOK = "/v1/mta-hooks";

    private final SecurityFailureHandler problems;
    private final Duration deadline;
    private final BodyMemoryLimit memoryLimit;
    private final Sender sender;

    /** Most octets of a form that are kept; 0 where bodies are those of the API. */
    private final int form;

    /** Tells whom the memory of a body is charged to; null where the request's body is not taken. */
    public interface Sender {
        @Nullable
        String of(HttpServletRequest request);
    }

    /**
     * Of the API: bodies are taken from those who show a key.
     *
     * @param deadline for a whole body
     * @param memoryLimit memory for all bodies that are on their way
     */
    public RequestBodyFilter(SecurityFailureHandler problems, Duration deadline, BodyMemoryLimit memoryLimit) {
        this(problems, deadline, memoryLimit, RequestBodyFilter::keyName, 0);
    }

    private RequestBodyFilter(
            SecurityFailureHandler problems, Duration deadline, BodyMemoryLimit memoryLimit, Sender sender, int form) {
        this.problems = problems;
        this.deadline = deadline;
        this.memoryLimit = memoryLimit;
        this.sender = sender;
        this.form = form;
    }

    /**
     * Of pages: short forms, from those whom {@code sender} names.
     *
     * @param octets most octets of a form that are kept; one more is kept of a longer one, to show the excess
     */
    public static RequestBodyFilter ofForms(
            SecurityFailureHandler problems,
            Duration deadline,
            BodyMemoryLimit memoryLimit,
            Sender sender,
            int octets) {
        return new RequestBodyFilter(problems, deadline, memoryLimit, sender, octets);
    }

    private static @Nullable String keyName(HttpServletRequest request) {
        @Nullable ApiKey key = CommandMetadata.keyIfAny();
        return key == null ? null : key.name();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long length = request.getContentLengthLong();
        if (length == 0 || (length < 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null)) {
            chain.doFilter(request, response);
            return;
        }
        @Nullable String from = sender.of(request);
        if (from == null) {
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
            collect(request, response, from, 0); // Nothing of it is taken.
        } else if (batch(request)) {
            chain.doFilter(new StreamingRequest(request, deadline), response);
        } else if (length > 0 && request.getInputStream().available() >= length) {
            chain.doFilter(request, response); // It came with its head, and nobody will wait for it.
        } else {
            collect(request, response, from, most(request));
        }
    }

    private int most(HttpServletRequest request) {
        return form > 0 ? form : hook(request) ? MtaHookService.KEPT : RequestBodyReader.MOST_BYTES;
    }

    private static boolean hook(HttpServletRequest request) {
        return request.getRequestURI().equals(HOOK);
    }

    private long mostRead(HttpServletRequest request) {
        return form > 0 ? MOST_READ_OF_FORM : hook(request) ? MOST_READ_OF_HOOK : MOST_READ;
    }

    private static boolean batch(HttpServletRequest request) {
        return request.getRequestURI().equals(BATCH) && RequestBodyReader.is(request, MediaType.APPLICATION_NDJSON);
    }

    private void collect(HttpServletRequest request, HttpServletResponse response, String from, int most)
            throws IOException {
        BufferedRequest collected = new BufferedRequest(request);
        AsyncContext later = request.startAsync(collected, response);
        new AsyncBodyReader(later, collected, response, problems, deadline, most, mostRead(request), from, memoryLimit)
                .begin();
    }
}
