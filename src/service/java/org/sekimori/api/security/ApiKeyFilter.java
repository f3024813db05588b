package org.sekimori.api.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
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

/** Authenticates by {@code Authorization: Bearer <key>} (RFC 6750). A wrong key is refused wherever it is shown. */
final class ApiKeyFilter extends OncePerRequestFilter {

    private static final String SCHEME = "Bearer ";

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
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            chain.doFilter(request, response);
            return;
        }
        String clear = header.substring(SCHEME.length()).strip();
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
}
