package org.sekimori.rig;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

/**
 * A real OpenID Connect provider (Spring Authorization Server) with a form for name and password, and a client for each realm. One for all
 * tests of a process, started when the first one needs it. Its issuer is known before, as that of a provider that is away.
 */
public final class OidcProvider {

    /** Address under which tests reach the console and the traveller's page; every name below localhost is this machine. */
    public static final String CONSOLE = "http://console.localhost";

    public static final String MY = "http://my.localhost";

    /** Password of every person here. */
    public static final String PASSWORD = "provider password";

    private static final String SECRET = "secret of the client ";

    private static final int PORT = FreePorts.free(1).get(0);
    public static final String ISSUER = "http://127.0.0.1:" + PORT;

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]*)\"");
    private static final Map<String, Map<String, Object>> PEOPLE = new ConcurrentHashMap<>();
    private static final Map<String, Map<String, Object>> ONLY_ASKED = new ConcurrentHashMap<>();

    /** With few rounds: it is asked for the secret of the client at each log-in. */
    private static final PasswordEncoder PASSWORDS = new BCryptPasswordEncoder(4);

    private static final String HASH = Objects.requireNonNull(PASSWORDS.encode(PASSWORD));

    /** Made when the first one needs it. */
    private static final Supplier<RSAKey> KEY = SingletonSupplier.of(OidcProvider::key);

    private static boolean running;

    private OidcProvider() {}

    /** Secret of the client of a realm, {@code console} or {@code my}. */
    public static String secret(String realm) {
        return SECRET + realm;
    }

    /** Starts it, unless it runs. */
    public static synchronized void start() {
        if (running) {
            return;
        }
        try {
            Path folder = Files.createTempDirectory("sekimori-oidc");
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(folder.toString());
            tomcat.setHostname("127.0.0.1");
            tomcat.setPort(PORT);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            Context context = tomcat.addContext("", folder.toString());
            AnnotationConfigWebApplicationContext beans = new AnnotationConfigWebApplicationContext();
            beans.register(Beans.class);
            context.addServletContainerInitializer(
                    (classes, servlets) -> {
                        beans.setServletContext(servlets);
                        beans.refresh();
                        servlets.addFilter("security", new DelegatingFilterProxy("springSecurityFilterChain", beans))
                                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
                        servlets.addServlet("none", new HttpServlet() {
                                    private static final long serialVersionUID = 1L;
                                })
                                .addMapping("/");
                    },
                    null);
            tomcat.start();
            running = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LifecycleException e) {
            throw new IllegalStateException("the provider does not start", e);
        }
    }

    /** Makes a person known, with these claims from the next log-in on. */
    public static void person(String name, Map<String, Object> claims) {
        PEOPLE.put(name, claims);
    }

    /** Claims of a person that UserInfo says and no ID token. */
    public static void onlyAsked(String name, Map<String, Object> claims) {
        ONLY_ASKED.put(name, claims);
    }

    /**
     * A log-out token as providers send it (OpenID Connect Back-Channel Logout 1.0), under this one's key.
     *
     * @param realm whose client it is for
     * @param change what differs from a good one
     */
    public static String logOutToken(String realm, UnaryOperator<JWTClaimsSet.Builder> change) {
        Instant now = Instant.now();
        JWTClaimsSet claims = change.apply(new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience("sekimori-" + realm)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(120)))
                        .jwtID(UUID.randomUUID().toString())
                        .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of())))
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(KEY.get().getKeyID())
                        .type(new JOSEObjectType("logout+jwt"))
                        .build(),
                claims);
        try {
            token.sign(new RSASSASigner(KEY.get()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private static RSAKey key() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Beans {

        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.oauth2AuthorizationServer(
                            server -> server.oidc(oidc -> oidc.userInfoEndpoint(user -> user.userInfoMapper(
                                    asked -> userInfo(asked.getAuthorization().getPrincipalName())))))
                    .authorizeHttpRequests(all -> all.anyRequest().authenticated())
                    .formLogin(Customizer.withDefaults())
                    .build();
        }

        private static OidcUserInfo userInfo(String name) {
            Map<String, Object> claims = new HashMap<>(ONLY_ASKED.getOrDefault(name, Map.of()));
            claims.putIfAbsent("sub", name);
            return new OidcUserInfo(claims);
        }

        @Bean
        UserDetailsService people() {
            return name -> {
                if (!PEOPLE.containsKey(name)) {
                    throw new UsernameNotFoundException(name);
                }
                return User.withUsername(name).password(HASH).roles("person").build();
            };
        }

        @Bean
        PasswordEncoder passwords() {
            return PASSWORDS;
        }

        @Bean
        RegisteredClientRepository clients() {
            return new InMemoryRegisteredClientRepository(List.of(client("console", CONSOLE), client("my", MY)));
        }

        private static RegisteredClient client(String realm, String address) {
            return RegisteredClient.withId(realm)
                    .clientId("sekimori-" + realm)
                    .clientSecret(PASSWORDS.encode(secret(realm)))
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                    .redirectUri(address + "/" + realm + "/log-in/oidc/callback")
                    .postLogoutRedirectUri(address + "/" + realm + "/log-in")
                    .scopes(scopes -> scopes.addAll(List.of("openid", "profile", "email")))
                    .clientSettings(ClientSettings.builder()
                            .requireProofKey(true)
                            .requireAuthorizationConsent(false)
                            .build())
                    .build();
        }

        /** Of access tokens, which this provider alone reads; a signature by it takes a fraction of the time. */
        private static ECKey accessKey() {
            try {
                return new ECKeyGenerator(Curve.P_256)
                        .keyID(UUID.randomUUID().toString())
                        .generate();
            } catch (JOSEException e) {
                throw new IllegalStateException(e);
            }
        }

        @Bean
        JWKSource<SecurityContext> keys() {
            return new ImmutableJWKSet<>(new JWKSet(List.of(KEY.get(), accessKey())));
        }

        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().issuer(ISSUER).build();
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return context -> {
                if (context.getTokenType().equals(OAuth2TokenType.ACCESS_TOKEN)) {
                    context.getJwsHeader().algorithm(SignatureAlgorithm.ES256);
                }
                Authentication person = Objects.requireNonNull(context.getPrincipal());
                PEOPLE.getOrDefault(person.getName(), Map.of())
                        .forEach((name, value) -> context.getClaims().claim(name, value));
            };
        }
    }

    /**
     * Logs a person in, in a browser that is new there.
     *
     * @param begun where the service led the browser
     * @return where the provider leads it back
     */
    public static URI logIn(URI begun, String name) {
        HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        URI at = begun;
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> reply =
                    send(browser, HttpRequest.newBuilder(at).GET());
            if (reply.statusCode() == 200) {
                Matcher csrf = CSRF.matcher(reply.body());
                if (!csrf.find()) {
                    throw new AssertionError("no form to log in: " + reply.body());
                }
                reply = send(
                        browser,
                        HttpRequest.newBuilder(URI.create(ISSUER + "/login"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("username=" + encoded(name) + "&password="
                                        + encoded(PASSWORD) + "&_csrf=" + encoded(csrf.group(1)))));
            }
            at = at.resolve(reply.headers()
                    .firstValue("Location")
                    .orElseThrow(() -> new AssertionError("the provider leads nowhere")));
            if (!at.toString().startsWith(ISSUER)) {
                return at;
            }
        }
        throw new AssertionError("the provider leads in a circle: " + at);
    }

    private static HttpResponse<String> send(HttpClient browser, HttpRequest.Builder request) {
        try {
            return browser.send(
                    request.timeout(Duration.ofSeconds(60))
                            .header("Accept", "text/html")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
