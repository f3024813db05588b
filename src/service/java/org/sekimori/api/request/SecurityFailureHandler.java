package org.sekimori.api.request;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.sekimori.stream.ThrottledLogger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers requests rejected before a controller. Counts those without a valid key, and those whose key lacks the scope; the
 * latter are logged with the key's name, since they show a stolen key or a mistake.
 */
public final class SecurityFailureHandler implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final ThrottledLogger log = new ThrottledLogger(LoggerFactory.getLogger(SecurityFailureHandler.class));
    private final JsonMapper json;
    private final MeterRegistry registry;
    private final Counter missing;
    private final Counter wrong;
    private final Counter throttled;

    public SecurityFailureHandler(JsonMapper json, MeterRegistry registry) {
        this.json = json;
        this.registry = registry;
        missing = counter(registry, "missing");
        wrong = counter(registry, "wrong");
        throttled = counter(registry, "throttled");
    }

    private static Counter counter(MeterRegistry registry, String key) {
        return Counter.builder("sekimori.api.unauthorised")
                .description("Requests without a key that is in force")
                .tag("key", key)
                .register(registry);
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException problem)
            throws IOException {
        boolean shown = problem instanceof BadCredentialsException || problem instanceof AccountStatusException;
        (shown ? wrong : missing).increment();
        response.setHeader("WWW-Authenticate", shown ? "Bearer error=\"invalid_token\"" : "Bearer");
        write(
                response,
                HttpStatus.UNAUTHORIZED,
                shown ? String.valueOf(problem.getMessage()) : "a key is needed: send 'Authorization: Bearer <key>'");
    }

    /** A wrong key, from where too many came before. */
    public void throttled(HttpServletResponse response, Duration wait) throws IOException {
        throttled.increment();
        response.setHeader("Retry-After", Long.toString(wait.toSeconds()));
        write(
                response,
                HttpStatus.TOO_MANY_REQUESTS,
                "this key is not in force, and too many wrong ones came from this address; a right key is taken at any time");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException problem)
            throws IOException {
        String scopes = missing(problem);
        if (scopes.isEmpty()) {
            // No rule admits anyone, so the path does not exist.
            write(response, HttpStatus.NOT_FOUND, "there is nothing here; GET /v1/openapi.yaml says what there is");
        } else {
            Counter.builder("sekimori.api.forbidden")
                    .description("Requests with a key that lacks the scope")
                    .tag("scope", scopes)
                    .register(registry)
                    .increment();
            log.warn("The key '" + CommandMetadata.key().name() + "' was refused: it lacks the scope " + scopes);
            write(response, HttpStatus.FORBIDDEN, "the key lacks the scope " + scopes);
        }
    }

    private static String missing(AccessDeniedException problem) {
        return problem instanceof AuthorizationDeniedException denied
                        && denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision
                ? decision.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .collect(Collectors.joining(" or "))
                : "";
    }

    /** Answers with a problem and closes the connection, because further octets would not be read. */
    public void write(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        byte[] body = json.writeValueAsBytes(ProblemDetail.forStatusAndDetail(status, detail));
        response.setStatus(status.value());
        response.setHeader("Connection", "close");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
