package org.sekimori.web.oidc;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.followup.channels.BoundedHttpExchange;
import org.sekimori.followup.channels.SecretReader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests to a provider: its description, its keys, tokens for codes, and what it says of a person. Each has a deadline and a bounded
 * answer, redirects are not followed, and few are under way at a time, so that a slow provider holds few threads. Description and keys,
 * which every log-in needs, do not wait for codes, which anybody can make up. Thread-safe.
 */
final class ProviderConnection {

    /** For a whole exchange, to the last byte. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_AT_ONCE = 8;

    /** Of requests for the description and for keys; mostly one asks for all. */
    private static final int MOST_DOCUMENTS = 2;

    /** How long a description is good. A log-in that begins later notices that the provider is away. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** How long nobody asks again after a failure. */
    private static final Duration REST = Duration.ofSeconds(5);

    private static final Duration KEYS_FRESH = Duration.ofMinutes(5);
    private static final long BETWEEN_KEYS_MILLIS = 30_000;
    private static final int OK = 200;
    private static final int WRONG = 400;
    private static final int BUSY = 429;
    private static final int SERVER = 500;
    private static final int MOST_ERROR = 60;

    private final OidcSettings settings;
    private final Clock clock;
    private final Duration patience;
    private final Semaphore documents = new Semaphore(MOST_DOCUMENTS);
    private final Semaphore codes = new Semaphore(MOST_AT_ONCE);
    private final HttpClient http;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Described described;
    private volatile @Nullable Failed failed;

    /** A description, and the keys at the address that it names, at a moment. */
    private record Described(ProviderMetadata metadata, JWKSource<SecurityContext> keys, Instant at) {}

    private record Failed(String why, Instant at) {}

    /**
     * What the provider gives for a code.
     *
     * @param idToken who the person is
     * @param access for what else the provider says of the person; empty without one
     */
    record Tokens(String idToken, String access) {

        /** Without both. */
        @Override
        public String toString() {
            return "tokens";
        }
    }

    /** The provider answered, and refused. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }

    ProviderConnection(OidcSettings settings, Clock clock) {
        this(settings, clock, PATIENCE);
    }

    /** @param patience for a whole exchange, to the last byte */
    ProviderConnection(OidcSettings settings, Clock clock, Duration patience) {
        this.settings = settings;
        this.clock = clock;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * The provider's description, asked for again after a minute.
     *
     * @throws IOException if it cannot be had
     */
    ProviderMetadata metadata() throws IOException {
        return described(FRESH).metadata();
    }

    /** The provider's keys, which are asked for again when a token names one that is not among them, at most every 30 s. */
    JWKSource<SecurityContext> keys() throws IOException {
        return described(PendingLogInSeal.LIFE).keys();
    }

    /**
     * The description, at most so old. One asks the provider, and few wait for that.
     *
     * @throws IOException if it cannot be had
     */
    private Described described(Duration oldest) throws IOException {
        @Nullable Described known = known(oldest);
        if (known != null) {
            return known;
        }
        if (!asking.tryLock()) {
            if (asking.getQueueLength() >= MOST_AT_ONCE) {
                throw new IOException("many wait for its description");
            }
            asking.lock();
        }
        try {
            @Nullable Described meanwhile = known(oldest);
            return meanwhile != null ? meanwhile : ask();
        } finally {
            asking.unlock();
        }
    }

    private @Nullable Described known(Duration oldest) throws IOException {
        Instant now = clock.instant();
        @Nullable Described known = described;
        if (known != null && isWithin(now, known.at(), oldest)) {
            return known;
        }
        @Nullable Failed before = failed;
        if (before != null && isWithin(now, before.at(), REST)) {
            throw new IOException(before.why());
        }
        return null;
    }

    private Described ask() throws IOException {
        try {
            ProviderMetadata metadata = ProviderMetadata.read(read(get(wellKnown()), "description"), settings.issuer());
            @Nullable Described before = described;
            JWKSource<SecurityContext> keys =
                    before != null && before.metadata().keys().equals(metadata.keys())
                            ? before.keys()
                            : source(metadata);
            Described fresh = new Described(metadata, keys, clock.instant());
            described = fresh;
            failed = null;
            return fresh;
        } catch (IOException e) {
            failed = new Failed(why(e), clock.instant());
            throw e;
        }
    }

    /** Whether a moment is within so long after another one; a clock that was set back is not. */
    private static boolean isWithin(Instant now, Instant begin, Duration length) {
        return !now.isBefore(begin) && now.isBefore(begin.plus(length));
    }

    private URI wellKnown() {
        String issuer = settings.issuer();
        return URI.create((issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer)
                + "/.well-known/openid-configuration");
    }

    private JWKSource<SecurityContext> source(ProviderMetadata metadata) throws MalformedURLException {
        return JWKSourceBuilder.create(metadata.keys().toURL(), this::keySet)
                .cache(KEYS_FRESH.toMillis(), patience.toMillis())
                .refreshAheadCache(false)
                .rateLimited(BETWEEN_KEYS_MILLIS)
                .build();
    }

    private Resource keySet(URL address) throws IOException {
        HttpResponse<byte[]> reply = get(URI.create(address.toString()));
        requireOk(reply, "keys");
        return new Resource(new String(reply.body(), StandardCharsets.UTF_8), "application/json");
    }

    /**
     * The tokens for a code.
     *
     * @throws IOException if the provider does not answer, or not as it must
     * @throws RefusedException if it refuses the code, or this client
     */
    Tokens tokens(ProviderMetadata metadata, String code, String verifier) throws IOException, RefusedException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", settings.redirectUri());
        form.put("code_verifier", verifier);
        HttpRequest.Builder request = HttpRequest.newBuilder(metadata.token())
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded");
        String secret = SecretReader.text(settings.clientSecret());
        if (metadata.secretInForm()) {
            form.put("client_id", settings.clientId());
            form.put("client_secret", secret);
        } else {
            // Both are encoded as in a form first (RFC 6749, 2.3.1).
            String both = encoded(settings.clientId()) + ":" + encoded(secret);
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        }
        HttpResponse<byte[]> reply = send(
                request.POST(HttpRequest.BodyPublishers.ofString(query(form))).build(), codes);
        if (reply.statusCode() >= WRONG && reply.statusCode() < SERVER && reply.statusCode() != BUSY) {
            throw new RefusedException("it refused the code or this client: " + error(reply));
        }
        JsonNode answer = read(reply, "answer to a code");
        JsonNode token = answer.path("id_token");
        if (!token.isString()) {
            throw new RefusedException("its answer to a code has no ID token; is 'openid' among the scopes?");
        }
        boolean bearer = answer.path("token_type").asString("").equalsIgnoreCase("Bearer");
        return new Tokens(token.asString(), bearer ? answer.path("access_token").asString("") : "");
    }

    /**
     * What the provider says of a person beside the ID token (OpenID Connect Core 1.0, 5.3).
     *
     * @throws IOException if it does not answer, or not as it must
     * @throws RefusedException if it offers no such answer, or refuses the token
     */
    Map<String, Object> userInfo(ProviderMetadata metadata, Tokens tokens) throws IOException, RefusedException {
        @Nullable URI address = metadata.userInfo();
        if (address == null || tokens.access().isEmpty()) {
            throw new RefusedException((address == null
                            ? "its document has no userinfo_endpoint"
                            : "its answer to a code has no Bearer token")
                    + "; set " + OidcSettings.prefix(settings.realm()) + "user-info=false");
        }
        HttpResponse<byte[]> reply = send(
                HttpRequest.newBuilder(address)
                        .header("Accept", "application/json")
                        .header("Authorization", "Bearer " + tokens.access())
                        .GET()
                        .build(),
                codes);
        if (reply.statusCode() >= WRONG && reply.statusCode() < SERVER && reply.statusCode() != BUSY) {
            throw new RefusedException("it refused its own access token for UserInfo: status " + reply.statusCode());
        }
        // A signed answer, which clients must register for, is no JSON.
        JsonNode said = read(reply, "UserInfo");
        Map<String, Object> claims = new LinkedHashMap<>();
        said.properties().stream()
                .filter(one -> !one.getValue().isNull())
                .forEach(one ->
                        claims.put(one.getKey(), JsonMapper.shared().convertValue(one.getValue(), Object.class)));
        return claims;
    }

    private static String error(HttpResponse<byte[]> reply) {
        try {
            String error =
                    JsonMapper.shared().readTree(reply.body()).path("error").asString("");
            return word(error);
        } catch (JacksonException e) {
            return "status " + reply.statusCode();
        }
    }

    /** What a failure says; the JDK leaves the message of some out. */
    static String why(Exception failure) {
        @Nullable String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** A word from outside, shortened to what the protocol has there. */
    static String word(String text) {
        String kept = text.replaceAll("[^A-Za-z0-9_.-]", "");
        return kept.substring(0, Math.min(kept.length(), MOST_ERROR));
    }

    private HttpResponse<byte[]> get(URI address) throws IOException {
        return send(
                HttpRequest.newBuilder(address)
                        .header("Accept", "application/json")
                        .GET()
                        .build(),
                documents);
    }

    private static void requireOk(HttpResponse<byte[]> reply, String what) throws IOException {
        if (reply.statusCode() != OK || reply.body().length > MOST_BYTES) {
            throw new IOException("its " + what + " came with status " + reply.statusCode() + " and "
                    + (reply.body().length > MOST_BYTES ? "more than " + MOST_BYTES : reply.body().length) + " bytes");
        }
    }

    private static JsonNode read(HttpResponse<byte[]> reply, String what) throws IOException {
        requireOk(reply, what);
        try {
            return JsonMapper.shared().readTree(reply.body());
        } catch (JacksonException e) {
            throw new IOException("its " + what + " is not JSON", e);
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request, Semaphore kind) throws IOException {
        if (!kind.tryAcquire()) {
            throw new IOException("there are " + (kind == codes ? MOST_AT_ONCE : MOST_DOCUMENTS)
                    + " requests of this kind to it under way");
        }
        try {
            return BoundedHttpExchange.send(http, request, patience, MOST_BYTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the provider was asked");
        } finally {
            kind.release();
        }
    }

    /** Parameters of an address or a form. */
    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
