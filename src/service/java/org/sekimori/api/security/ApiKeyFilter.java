package org.sekimori.api.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.SecurityFailureHandler;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates by {@code Authorization: Bearer <key>} (RFC 6750). A wrong key is refused wherever it is shown.
 *
 * <p>Mail servers that can do no other send the key as the password of Basic authentication (RFC 7617), with any user name. Only
 * their paths take that, and no answer asks for it: a browser repeats such credentials by itself, for other sites too.
 */
final class ApiKeyFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";
    private static final String BASIC = "Basic ";
    private static final Set<String> BASIC_PATHS =
            Set.of("/", "/v1/auth-policy", "/v1/mta-hooks", "/v1/decisions", "/v1/events");

    private final SecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();
    private final AuthenticationManager keys;
    private final SecurityFailureHandler refusal;
    private final WrongKeyThrottle wrong;

    ApiKeyFilter(AuthenticationManager keys, SecurityFailureHandler refusal, WrongKeyThrottle wrong) {
        this.wrong = wrong;
        this.keys = keys;
        this.refusal = refusal;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        @Nullable String header = request.getHeader("Authorization");
        @Nullable String clear = header == null ? null : clear(header, request.getRequestURI());
        if (clear == null) {
            chain.doFilter(request, response);
            return;
        }
        try {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(keys.authenticate(new PreAuthenticatedAuthenticationToken("key", clear)));
            SecurityContextHolder.setContext(context);
            // The authentication is kept for the dispatch with the body.
            contexts.saveContext(context, request, response);
        } catch (AuthenticationException e) {
            Duration wait = wrong.recordFailure(request.getRemoteAddr());
            if (wait.isZero()) {
                refusal.commence(request, response, e);
            } else {
                refusal.throttled(response, wait);
            }
            return;
        }
        chain.doFilter(request, response);
    }

    /** The key in a header; null if it has none that this path takes. */
    private static @Nullable String clear(String header, String path) {
        if (header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return header.substring(SCHEME.length()).strip();
        }
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length()) || !BASIC_PATHS.contains(path)) {
            return null;
        }
        try {
            byte[] octets =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            String pair = new String(octets, StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            // Refused as a wrong key, and counted as one.
            return "";
        }
    }
}
