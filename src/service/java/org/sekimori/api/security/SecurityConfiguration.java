package org.sekimori.api.security;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.sekimori.api.body.BodyMemoryLimit;
import org.sekimori.api.body.RequestBodyFilter;
import org.sekimori.api.keys.ApiKey;
import org.sekimori.api.keys.ApiKeyStore;
import org.sekimori.api.keys.ApiScope;
import org.sekimori.api.pages.OpenApiController;
import org.sekimori.api.request.ApiSettings;
import org.sekimori.api.request.SecurityFailureHandler;
import org.sekimori.api.server.HttpServerSettings;
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
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Authorisation of HTTP requests. Without a key: health, the description and, on this machine, metrics. A path without a rule is
 * denied, so that a new controller is closed by default.
 */
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration {

    private static final String[] OPEN = {
        "/actuator/health",
        "/actuator/health/liveness",
        "/actuator/health/readiness",
        "/v1/openapi.yaml",
        OpenApiController.PAGE,
        OpenApiController.PAGE + "/*"
    };

    @Bean
    ApiKeyStore apiKeys(ApiSettings settings, Clock clock) {
        return ApiKeyStore.open(settings.keys(), clock);
    }

    /** Each of some fifteen filters of a chain would be observed at each request, which costs more than the filters. */
    @Bean
    SecurityObservationSettings noObservedFilters() {
        return SecurityObservationSettings.noObservations();
    }

    /** Also keeps Spring Boot from making up a user and printing the password. */
    @Bean
    AuthenticationManager apiKeyAuthentication(ApiKeyStore keys) {
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
            HttpServerSettings settings,
            Clock clock) {
        SecurityFailureHandler problems = new SecurityFailureHandler(json, registry);
        RequestBodyFilter bodies =
                new RequestBodyFilter(problems, settings.bodyDeadline(), new BodyMemoryLimit(BodyMemoryLimit.ofHeap()));
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(SecurityConfiguration::rules)
                .exceptionHandling(e -> e.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .addFilterBefore(
                        new ApiKeyFilter(keys, problems, new WrongKeyThrottle(clock)), AuthorizationFilter.class)
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
        String[] lists = {"/v1/lists", "/v1/lists/**"};
        String[] holds = {"/v1/holds", "/v1/holds/**", "/v1/account/hold", "/v1/accounts/*/hold"};
        String[] logIns = {"/", "/v1/auth-policy"};
        // Dispatches within an answer, whose request was authorised before; an error after the answer began is included
        // in it.
        rules.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.INCLUDE)
                .permitAll()
                .requestMatchers(HttpMethod.GET, OPEN)
                .permitAll()
                // Load balancers probe with HEAD.
                .requestMatchers(HttpMethod.HEAD, OPEN)
                .permitAll()
                // The token in the link authorises.
                .requestMatchers(HttpMethod.GET, "/asked/*")
                .permitAll()
                .requestMatchers(HttpMethod.POST, "/asked/*")
                .permitAll()
                .requestMatchers(HttpMethod.GET, grants)
                .hasAuthority(ApiScope.GRANTS_READ.word())
                .requestMatchers(grants)
                .hasAuthority(ApiScope.GRANTS_WRITE.word())
                .requestMatchers(HttpMethod.GET, homes)
                .hasAuthority(ApiScope.HOMES_READ.word())
                .requestMatchers(homes)
                .hasAuthority(ApiScope.HOMES_WRITE.word())
                .requestMatchers(HttpMethod.GET, lists)
                .hasAuthority(ApiScope.LISTS_READ.word())
                .requestMatchers(lists)
                .hasAuthority(ApiScope.LISTS_WRITE.word())
                .requestMatchers(HttpMethod.GET, holds)
                .hasAuthority(ApiScope.HOLDS_READ.word())
                .requestMatchers(holds)
                .hasAuthority(ApiScope.HOLDS_WRITE.word())
                .requestMatchers(HttpMethod.GET, cases)
                .hasAuthority(ApiScope.CASES_READ.word())
                .requestMatchers(cases)
                .hasAuthority(ApiScope.CASES_WRITE.word())
                .requestMatchers(HttpMethod.GET, rulebooks)
                .hasAuthority(ApiScope.RULES_READ.word())
                .requestMatchers(rulebooks)
                .hasAuthority(ApiScope.RULES_WRITE.word())
                .requestMatchers(
                        HttpMethod.GET, "/v1/decisions", "/v1/decisions/*", "/v1/decisions/*/explanation", "/v1/where")
                .hasAuthority(ApiScope.DECISIONS_READ.word())
                .requestMatchers("/v1/decisions")
                .hasAuthority(ApiScope.DECISIONS_WRITE.word())
                .requestMatchers("/v1/mta-hooks")
                .hasAuthority(ApiScope.DECISIONS_WRITE.word())
                .requestMatchers(logIns)
                .hasAuthority(ApiScope.EVENTS_WRITE.word())
                .requestMatchers("/v1/events")
                .hasAnyAuthority(ApiScope.EVENTS_WRITE.word(), ApiScope.ACCOUNTS_WRITE.word())
                .requestMatchers("/actuator/prometheus")
                .access(new MetricsAuthorization())
                .requestMatchers("/actuator/**")
                .hasAuthority(ApiScope.METRICS_READ.word())
                .anyRequest()
                .denyAll();
    }
}
