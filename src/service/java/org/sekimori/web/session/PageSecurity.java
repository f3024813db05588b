package org.sekimori.web.session;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sekimori.api.body.BodyMemoryLimit;
import org.sekimori.api.body.RequestBodyFilter;
import org.sekimori.api.request.SecurityFailureHandler;
import org.sekimori.api.server.HttpServerSettings;
import org.sekimori.mail.ClientAddress;
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

    /** The same of those without a session, which are short: strangers cannot fill the memory of people who are logged in. */
    private static final long MOST_OPEN_FORMS = 1024L * 1024;

    private final SecurityFailureHandler problems;
    private final HttpServerSettings settings;
    private final BodyMemoryLimit memory = new BodyMemoryLimit(MOST_FORMS);
    private final BodyMemoryLimit openMemory = new BodyMemoryLimit(MOST_OPEN_FORMS);

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
        RequestBodyFilter own = RequestBodyFilter.ofForms(
                problems,
                settings.bodyDeadline(),
                memory,
                request -> "session " + request.getRemoteUser(),
                FormFields.MAX_BYTES);
        RequestBodyFilter strangers = RequestBodyFilter.ofForms(
                problems,
                settings.bodyDeadline(),
                openMemory,
                request -> open.test(request) ? "address " + ClientAddress.clientOf(request.getRemoteAddr()) : null,
                FormFields.MAX_OPEN_BYTES);
        FormBodyFilter forms = new FormBodyFilter(own, strangers);
        return http.securityMatcher(paths)
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(all -> {
                    // Dispatches within an answer, whose request was authorised before; an error after the answer began
                    // is included in it.
                    all.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.INCLUDE)
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
