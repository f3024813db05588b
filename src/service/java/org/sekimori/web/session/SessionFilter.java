package org.sekimori.web.session;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Authenticates by the cookie of a session. Knows no other credential: neither an API key nor a mail password opens a page. */
final class SessionFilter<T> extends OncePerRequestFilter {

    private final SecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();
    private final SessionRealm<T> realm;

    public SessionFilter(SessionRealm<T> realm) {
        this.realm = realm;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        @Nullable WebSession<T> session = realm.current(request);
        if (session != null) {
            @Nullable Authentication person = realm.person(session);
            if (person == null) {
                realm.end(request, response);
            } else {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(person);
                SecurityContextHolder.setContext(context);
                // Kept for the dispatch with the body.
                contexts.saveContext(context, request, response);
                request.setAttribute(FormGuard.SESSION, session);
            }
        }
        chain.doFilter(request, response);
    }
}
