package org.sekimori.web.oidc;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one realm, such as the console, logs people in by an OpenID Connect provider.
 *
 * @param realm of the sessions, such as {@code console}; names the cookie and the properties
 * @param issuer as the provider writes it; https, or http on this machine
 * @param clientSecret file with the secret of this client, read at each use
 * @param address under which people reach this server, without a path; https, or http on this machine
 * @param callback path to which the provider leads back
 * @param scopes beside {@code openid}
 * @param acr values of the claim {@code acr} of which one is required; empty: none is
 * @param amr values of the claim {@code amr} of which one is required; empty: none is
 * @param userInfo whether claims that the ID token lacks are asked for by UserInfo
 * @param skew how far the provider's clock may differ, at most 5 min
 */
public record OidcSettings(
        String realm,
        String issuer,
        String clientId,
        Path clientSecret,
        String address,
        String callback,
        List<String> scopes,
        List<String> acr,
        List<String> amr,
        boolean userInfo,
        Duration skew) {

    private static final Duration LONGEST_SKEW = Duration.ofMinutes(5);
    private static final String HTTPS = "https";

    public OidcSettings {
        scopes = List.copyOf(scopes);
        acr = List.copyOf(acr);
        amr = List.copyOf(amr);
        String prefix = prefix(realm);
        requireSafe(prefix + "issuer", issuer);
        requireSafe(prefix + "address", address);
        address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        if (!URI.create(address).getRawPath().isEmpty()) {
            throw new IllegalArgumentException(
                    prefix + "address must be without a path, such as https://mail.isp.example, not '" + address + "'");
        }
        if (skew.isNegative() || skew.compareTo(LONGEST_SKEW) > 0) {
            throw new IllegalArgumentException(prefix + "clock-skew must be from 0 to " + LONGEST_SKEW.toSeconds()
                    + " seconds, not " + skew.toSeconds());
        }
        for (String scope : scopes) {
            if (!scope.matches("[\\x21\\x23-\\x5b\\x5d-\\x7e]+")) {
                throw new IllegalArgumentException(prefix + "scope must be a list of words, not '" + scope + "'");
            }
        }
    }

    /** Begin of the names of a realm's properties. */
    public static String prefix(String realm) {
        return "sekimori." + realm + ".oidc.";
    }

    /**
     * The settings as properties give them.
     *
     * @param issuer null: no provider
     * @return null without a provider
     * @throws IllegalArgumentException if a property is missing beside the issuer, with its name
     */
    public static @Nullable OidcSettings of(
            String realm,
            @Nullable String issuer,
            @Nullable String clientId,
            @Nullable Path clientSecret,
            @Nullable String address,
            String callback,
            List<String> scopes,
            List<String> acr,
            List<String> amr,
            boolean userInfo,
            Duration skew) {
        return issuer == null
                ? null
                : new OidcSettings(
                        realm,
                        issuer,
                        required(realm, "client-id", clientId),
                        required(realm, "client-secret-file", clientSecret),
                        required(realm, "address", address),
                        callback,
                        scopes,
                        acr,
                        amr,
                        userInfo,
                        skew);
    }

    private static <T> T required(String realm, String name, @Nullable T value) {
        if (value == null || value.toString().isBlank()) {
            throw new IllegalArgumentException(
                    prefix(realm) + name + " is missing; it is needed beside " + prefix(realm) + "issuer");
        }
        return value;
    }

    private static void requireSafe(String property, String address) {
        try {
            URI uri = new URI(address);
            if (uri.getHost() != null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && uri.getRawUserInfo() == null
                    && isSafe(uri, address)) {
                return;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new IllegalArgumentException(property + " must be an address with https, such as https://id.isp.example;"
                + " http is taken on this machine only; not '" + address + "'");
    }

    /** Whether what is sent there cannot be read on the way: by TLS, or, if the issuer is without TLS on this machine, there as well. */
    static boolean isSafe(URI uri, String issuer) {
        if (HTTPS.equals(uri.getScheme())) {
            return true;
        }
        return "http".equals(uri.getScheme()) && isLoopback(uri) && issuer.startsWith("http:");
    }

    private static boolean isLoopback(URI uri) {
        @Nullable String named = uri.getHost();
        String host = named == null ? "" : named.toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("[::1]");
    }

    /** Where the provider leads back to; registered there. */
    public String redirectUri() {
        return address + callback;
    }
}
