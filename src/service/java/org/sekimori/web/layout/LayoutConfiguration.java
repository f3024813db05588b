package org.sekimori.web.layout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** The frame of pages, and the way from the root of the server to the console. */
@Configuration(proxyBeanMethods = false)
@Import({PageFrameAdvice.class, PageExceptionHandler.class})
public class LayoutConfiguration {

    /**
     * Leads people who type the server's address to the console. Programs ask without {@code text/html}, with a key or with a command, and
     * go on to the API.
     */
    @Bean
    @Order(20)
    SecurityFilterChain rootSecurityChain(HttpSecurity http) {
        return http.securityMatcher(request -> request.getMethod().equals(HttpMethod.GET.name())
                        && request.getRequestURI().equals("/")
                        && request.getQueryString() == null
                        && request.getHeader(HttpHeaders.AUTHORIZATION) == null
                        && accepts(request.getHeader(HttpHeaders.ACCEPT)))
                .csrf(csrf -> csrf.disable())
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logOut -> logOut.disable())
                .authorizeHttpRequests(rules -> rules.anyRequest().permitAll())
                .addFilterAfter(
                        (request, response, chain) -> leadOn((jakarta.servlet.http.HttpServletResponse) response),
                        AuthorizationFilter.class)
                .build();
    }

    private static boolean accepts(@org.jspecify.annotations.Nullable String header) {
        return header != null && header.contains("text/html");
    }

    private static void leadOn(jakarta.servlet.http.HttpServletResponse response) throws IOException {
        response.setStatus(303);
        response.setHeader(HttpHeaders.LOCATION, "/console/");
        response.getOutputStream().write("/console/\n".getBytes(StandardCharsets.US_ASCII));
    }
}
