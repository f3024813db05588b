package org.sekimori.api;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.sekimori.api.server.HttpSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may do what over HTTP. Without a key, nothing but health, the description and, on this machine, metrics. A path that is
 * not named here is nobody's, so that a controller without a rule is closed.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String[] OPEN = {
        "/actuator/health",
        "/actuator/health/liveness",
        "/actuator/health/readiness",
        "/v1/openapi.yaml",
        DescriptionController.PAGE
    };

    @Bean
    KeyRing apiKeys(ApiSettings settings, Clock clock) {
        return KeyRing.open(settings.keys(), clock);
    }

    /** Also keeps Spring Boot from making up a user and printing the password. */
    @Bean
    AuthenticationManager apiKeyAuthentication(KeyRing keys) {
        return token -> {
            ApiKey key = keys.find(Objects.toString(token.getCredentials(), ""))
                    .orElseThrow(() -> new BadCredentialsException("this key is not in force"));
            if (keys.expired(key)) {
                throw new CredentialsExpiredException(
                        "this key ended at " + key.expires() + "; ask whoever gave it to you for another one");
            }
            List<SimpleGrantedAuthority> scopes = key.scopes().stream()
                    .map(scope -> new SimpleGrantedAuthority(scope.word()))
                    .toList();
            return new PreAuthenticatedAuthenticationToken(key, "", scopes);
        };
    }

    @Bean
    SecurityFilterChain apiSecurity(
            HttpSecurity http,
            AuthenticationManager keys,
            JsonMapper json,
            MeterRegistry registry,
            HttpSettings settings,
            Clock clock) {
        SecurityProblems problems = new SecurityProblems(json, registry);
        BodyFilter bodies = new BodyFilter(problems, settings.bodyDeadline(), new BodyBudget(BodyBudget.ofHeap()));
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(SecurityConfiguration::rules)
                .exceptionHandling(e -> e.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .addFilterBefore(new KeyFilter(keys, problems, new WrongKeys(clock)), AuthorizationFilter.class)
                .addFilterAfter(bodies, AuthorizationFilter.class)
                .build();
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
        String[] grants = {
            "/v1/grants",
            "/v1/account/grants",
            "/v1/account/grants/**",
            "/v1/accounts/*/grants",
            "/v1/accounts/*/grants/**"
        };
        String[] rulebooks = {"/v1/rulebook", "/v1/rulebook/**", "/v1/rulebooks/*"};
        String[] cases = {
            "/v1/cases",
            "/v1/cases/**",
            "/v1/account/cases",
            "/v1/accounts/*/cases",
            "/v1/misjudgements",
            "/v1/rules/precision"
        };
        String[] homes = {"/v1/homes", "/v1/account/home", "/v1/accounts/*/home"};
        String[] holds = {"/v1/holds", "/v1/holds/**", "/v1/account/hold", "/v1/accounts/*/hold"};
        // An answer that was waited for is dispatched once more; whoever asked was let in then.
        rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(HttpMethod.GET, OPEN)
                .permitAll()
                // Load balancers probe with HEAD.
                .requestMatchers(HttpMethod.HEAD, OPEN)
                .permitAll()
                // The token in the link is what lets in.
                .requestMatchers(HttpMethod.GET, "/asked/*")
                .permitAll()
                .requestMatchers(HttpMethod.POST, "/asked/*")
                .permitAll()
                .requestMatchers(HttpMethod.GET, grants)
                .hasAuthority(Scope.GRANTS_READ.word())
                .requestMatchers(grants)
                .hasAuthority(Scope.GRANTS_WRITE.word())
                .requestMatchers(HttpMethod.GET, homes)
                .hasAuthority(Scope.HOMES_READ.word())
                .requestMatchers(homes)
                .hasAuthority(Scope.HOMES_WRITE.word())
                .requestMatchers(HttpMethod.GET, holds)
                .hasAuthority(Scope.HOLDS_READ.word())
                .requestMatchers(holds)
                .hasAuthority(Scope.HOLDS_WRITE.word())
                .requestMatchers(HttpMethod.GET, cases)
                .hasAuthority(Scope.CASES_READ.word())
                .requestMatchers(cases)
                .hasAuthority(Scope.CASES_WRITE.word())
                .requestMatchers(HttpMethod.GET, rulebooks)
                .hasAuthority(Scope.RULES_READ.word())
                .requestMatchers(rulebooks)
                .hasAuthority(Scope.RULES_WRITE.word())
                .requestMatchers(
                        HttpMethod.GET, "/v1/decisions", "/v1/decisions/*", "/v1/decisions/*/explanation", "/v1/where")
                .hasAuthority(Scope.DECISIONS_READ.word())
                .requestMatchers("/v1/decisions")
                .hasAuthority(Scope.DECISIONS_WRITE.word())
                .requestMatchers("/v1/events")
                .hasAnyAuthority(Scope.EVENTS_WRITE.word(), Scope.ACCOUNTS_WRITE.word())
                .requestMatchers("/actuator/prometheus")
                .access(new MetricsAccess())
                .requestMatchers("/actuator/**")
                .hasAuthority(Scope.METRICS_READ.word())
                .anyRequest()
                .denyAll();
    }
}
