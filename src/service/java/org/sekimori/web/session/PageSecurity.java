package org.sekimori.web.session;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sekimori.api.body.BodyMemoryLimit;
import org.sekimori.api.body.RequestBodyFilter;
import org.sekimori.api.request.SecurityFailureHandler;
import org.sekimori.api.server.HttpServerSettings;
import org.sekimori.web.page.FormFields;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/**
 * Builds the security of the pages of one realm: authentication by its sessions alone, then authorisation by path, then the body of a form,
 * within limits. {@link FormGuard} checks the form.
 */
public final class PageSecurity {

    /** Octets of all forms that are on their way. */
    private static final long MOST_FORMS = 4L * 1024 * 1024;

    private final SecurityFailureHandler problems;
    private final HttpServerSettings settings;
    private final BodyMemoryLimit memory = new BodyMemoryLimit(MOST_FORMS);

    public PageSecurity(SecurityFailureHandler problems, HttpServerSettings settings) {
        this.problems = problems;
        this.settings = settings;
    }

    /** Adds the rules of a realm's paths; a path without a rule is refused. */
    public interface Rules
            extends Consumer<
                    AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry> {}

    /**
     * The filters of a realm.
     *
     * @param paths that they are for, such as {@code /console/**}
     * @param open whether a form is taken without a session, such as that of the log-in
     * @param refusal what those see who may not
     */
    public <T> SecurityFilterChain chain(
            HttpSecurity http,
            SessionRealm<T> realm,
            String[] paths,
            Predicate<HttpServletRequest> open,
            PageRefusal refusal,
            Rules rules) {
        RequestBodyFilter forms = RequestBodyFilter.ofForms(
                problems,
                settings.bodyDeadline(),
                memory,
                request -> FormGuard.session(request) != null
                        ? "session " + String.valueOf(request.getUserPrincipal())
                        : open.test(request) ? "address " + request.getRemoteAddr() : null,
                FormFields.MAX_BYTES);
        return http.securityMatcher(paths)
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(all -> {
                    // The asynchronous dispatch of an answer; the request was authorised before.
                    all.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                            .permitAll();
                    rules.accept(all);
                    all.anyRequest().denyAll();
                })
                .exceptionHandling(e -> e.authenticationEntryPoint(refusal).accessDeniedHandler(refusal))
                .addFilterBefore(new SessionFilter<>(realm), AuthorizationFilter.class)
                .addFilterAfter(forms, AuthorizationFilter.class)
                .build();
    }
}
