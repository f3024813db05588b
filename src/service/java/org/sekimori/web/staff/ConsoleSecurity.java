package org.sekimori.web.staff;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiSettings;
import org.sekimori.stream.request.AuditTrail;
import org.sekimori.web.oidc.OidcClient;
import org.sekimori.web.oidc.OidcSettings;
import org.sekimori.web.session.PageRefusal;
import org.sekimori.web.session.PageSecurity;
import org.sekimori.web.session.SessionLimits;
import org.sekimori.web.session.SessionRealm;
import org.sekimori.web.session.SessionStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

/** The security of the console: staff with sessions, each path by role. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ConsoleSettings.class, StaffOidcSettings.class})
@Import({
    LogInController.class,
    MissingPageController.class,
    PasswordController.class,
    StaffBackChannelController.class,
    StaffOidcController.class
})
public class ConsoleSecurity {

    private static final String[] PATHS = {"/console", "/console/**"};

    @Bean
    StaffPasswords staffPasswords() {
        return new StaffPasswords();
    }

    @Bean
    StaffDirectory staffDirectory(ApiSettings settings, Clock clock, StaffPasswords passwords, StaffOidcSettings oidc) {
        return StaffDirectory.open(settings.keys(), clock, passwords, oidc.localUsers());
    }

    @Bean
    StaffOidc staffOidc(StaffOidcSettings settings, StaffDirectory staff, Clock clock) {
        @Nullable OidcSettings provider = settings.provider();
        return new StaffOidc(settings, staff, provider == null ? null : new OidcClient(provider, clock));
    }

    @Bean(initMethod = "begin")
    StaffChangeRecorder staffChangeRecorder(StaffDirectory staff, AuditTrail audit) {
        return new StaffChangeRecorder(staff, audit);
    }

    @Bean
    LogInThrottle logInThrottle(Clock clock) {
        return new LogInThrottle(clock);
    }

    @Bean
    SessionRealm<StaffSession> consoleRealm(StaffDirectory staff, ConsoleSettings settings, Clock clock) {
        SessionLimits limits = new SessionLimits(
                settings.idle(), settings.absolute(), ConsoleSettings.MOST_SESSIONS, ConsoleSettings.MOST_OF_ONE);
        return new SessionRealm<>(
                "console", "/console", new SessionStore<>(limits, clock), session -> person(staff, session));
    }

    private static @Nullable Authentication person(StaffDirectory staff, StaffSession session) {
        Optional<StaffUser> user = staff.find(session);
        if (user.isEmpty()) {
            return null;
        }
        List<String> authorities =
                user.get().oneTimeUntil() == null ? user.get().role().authorities() : List.of(StaffRole.ONE_TIME);
        return new PreAuthenticatedAuthenticationToken(user.get(), "", AuthorityUtils.createAuthorityList(authorities));
    }

    @Bean
    @Order(10)
    SecurityFilterChain consoleSecurityChain(
            HttpSecurity http, PageSecurity pages, SessionRealm<StaffSession> realm, MessageSource messages) {
        String desk = StaffRole.DESK.authority();
        String admin = StaffRole.ADMIN.authority();
        String analyst = StaffRole.ANALYST.authority();
        return pages.chain(
                http,
                realm,
                PATHS,
                request -> request.getMethod().equals("POST")
                        && List.of(realm.logIn(), StaffBackChannelController.PATH)
                                .contains(request.getRequestURI()),
                new PageRefusal(realm, messages, StaffRole.ONE_TIME, PasswordController.PATH),
                rules -> rules.requestMatchers(realm.logIn())
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, StaffOidcController.BEGIN, StaffOidcController.CALLBACK)
                        .permitAll()
                        .requestMatchers(HttpMethod.POST, StaffBackChannelController.PATH)
                        .permitAll()
                        .requestMatchers(PasswordController.PATH, "/console/log-out")
                        .authenticated()
                        .requestMatchers(HttpMethod.GET, PATHS)
                        .hasAuthority(analyst)
                        .requestMatchers(HttpMethod.HEAD, PATHS)
                        .hasAuthority(analyst)
                        // They change nothing, and analysts are whom they are for.
                        .requestMatchers(HttpMethod.POST, "/console/backtests", "/console/backtests/**")
                        .hasAuthority(analyst)
                        .requestMatchers(HttpMethod.POST, "/console/rules/**")
                        .hasAuthority(admin)
                        .requestMatchers(HttpMethod.POST, PATHS)
                        .hasAuthority(desk));
    }

    /** Scripts, styles and pictures are no secret. */
    @Bean
    @Order(30)
    SecurityFilterChain assetSecurityChain(HttpSecurity http) {
        return http.securityMatcher("/assets/*/*")
                .csrf(csrf -> csrf.disable())
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(
                        org.springframework.security.config.http.SessionCreationPolicy.STATELESS))
                .requestCache(cache -> cache.disable())
                .logout(logOut -> logOut.disable())
                .authorizeHttpRequests(rules -> rules.requestMatchers(HttpMethod.GET, "/assets/*/*")
                        .permitAll()
                        .requestMatchers(HttpMethod.HEAD, "/assets/*/*")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }
}
