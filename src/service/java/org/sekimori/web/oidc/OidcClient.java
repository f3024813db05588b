package org.sekimori.web.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.KeySourceException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.followup.channels.SecretReader;
import org.sekimori.stream.ThrottledLogger;
import org.sekimori.web.oidc.OidcOutcome.Authenticated;
import org.sekimori.web.oidc.OidcOutcome.Refused;
import org.sekimori.web.page.PageCookie;
import org.sekimori.web.page.PagePreferences;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs people of one realm in by a provider: authorization code (OpenID Connect Core 1.0, 3.1) with PKCE (RFC 7636), state, nonce, and the
 * issuer in the answer (RFC 9207). Each realm has its own client, cookie and callback, so that what was meant for one cannot be used at
 * the other. Nothing is asked of the provider before somebody logs in. Thread-safe.
 */
public final class OidcClient {

    private static final Logger logger = LoggerFactory.getLogger(OidcClient.class);
    private static final String STATE = "state";
    private static final String CLIENT = "client_id";
    private static final int MOST_NEXT = 1_000;
    private static final int MOST_PARAMETER = 4_000;
    private static final int MOST_USED = 10_000;
    private static final Set<String> LATER = Set.of("temporarily_unavailable", "server_error");
    private static final Set<String> GAVE_UP = Set.of("access_denied", "interaction_required", "login_required");

    /** Callbacks come from strangers, too. */
    private final ThrottledLogger refused = new ThrottledLogger(logger);

    private final OidcSettings settings;
    private final Clock clock;
    private final ProviderConnection provider;
    private final IdTokenVerifier verifier;
    private final LogOutTokenVerifier logOuts;
    private final AskingClients asking = new AskingClients();
    private final SecureRandom random = new SecureRandom();
    private final PendingLogInSeal seal;

    /** States that came back; each comes once. */
    private final Cache<String, Boolean> used = Caffeine.newBuilder()
            .expireAfterWrite(PendingLogInSeal.LIFE)
            .maximumSize(MOST_USED)
            .build();

    /** @throws IllegalArgumentException if the client's secret cannot be read, with the property at fault */
    public OidcClient(OidcSettings settings, Clock clock) {
        this(settings, clock, new ProviderConnection(settings, clock));
    }

    private OidcClient(OidcSettings settings, Clock clock, ProviderConnection provider) {
        this.settings = settings;
        this.clock = clock;
        this.provider = provider;
        this.verifier = new IdTokenVerifier(settings, clock);
        this.logOuts = new LogOutTokenVerifier(settings, clock);
        this.seal = new PendingLogInSeal(random, settings.realm());
        try {
            SecretReader.text(settings.clientSecret());
        } catch (SecretReader.UnusableException e) {
            throw new IllegalArgumentException(
                    OidcSettings.prefix(settings.realm()) + "client-secret-file: " + e.getMessage(), e);
        }
    }

    /** One that waits for so long for a whole answer of the provider. */
    static OidcClient withPatience(OidcSettings settings, Clock clock, Duration patience) {
        return new OidcClient(settings, clock, new ProviderConnection(settings, clock, patience));
    }

    /** Issuer in the settings, for the audit trail. */
    public String issuer() {
        return settings.issuer();
    }

    /**
     * Begins a log-in in a browser.
     *
     * @param next path that was asked for, within this server; empty without one
     * @param anew whether the person must log in at the provider even if logged in there, such as with a second factor this time
     * @return where to lead the browser; empty if the provider is away
     */
    public Optional<URI> begin(String next, boolean anew, HttpServletRequest request, HttpServletResponse response) {
        ProviderMetadata metadata;
        try {
            metadata = provider.metadata();
        } catch (IOException e) {
            refused.warn(settings.issuer() + " cannot be reached for a log-in: " + ProviderConnection.why(e));
            return Optional.empty();
        }
        PendingLogIn pending = PendingLogIn.fresh(random, next.length() > MOST_NEXT ? "" : next, clock.instant());
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put(CLIENT, settings.clientId());
        query.put("redirect_uri", settings.redirectUri());
        query.put("scope", ("openid " + String.join(" ", settings.scopes())).strip());
        query.put(STATE, pending.state());
        query.put("nonce", pending.nonce());
        query.put("code_challenge", pending.challenge());
        query.put("code_challenge_method", "S256");
        if (anew) {
            query.put("prompt", "login");
        }
        if (!settings.acr().isEmpty()) {
            query.put("acr_values", String.join(" ", settings.acr()));
        }
        PageCookie.set(request, response, cookieName(request), seal.seal(pending), PendingLogInSeal.LIFE);
        return Optional.of(with(metadata.authorization(), query));
    }

    private static URI with(URI address, Map<String, String> query) {
        return URI.create(address + (address.getRawQuery() == null ? "?" : "&") + ProviderConnection.query(query));
    }

    /** Ends a log-in: the provider has led the browser back. The same answer again is refused. */
    public OidcOutcome finish(HttpServletRequest request, HttpServletResponse response) {
        if (!request.getMethod().equals("GET")) {
            // A look ahead uses nothing up.
            return new Refused(OidcProblem.AGAIN, "it was not opened");
        }
        OidcOutcome outcome = outcome(request, response);
        if (outcome instanceof Refused problem) {
            refused.warn(
                    "A log-in by " + settings.issuer() + " to " + settings.realm() + " was refused: " + problem.why());
        }
        return outcome;
    }

    private OidcOutcome outcome(HttpServletRequest request, HttpServletResponse response) {
        Instant now = clock.instant();
        @Nullable PendingLogIn pending = seal.open(PagePreferences.cookie(request, cookieName(request)), now);
        if (pending == null) {
            return new Refused(OidcProblem.AGAIN, "it was not begun in this browser, or too long ago");
        }
        // Before anything else is looked at: a stranger's answer must not end what is under way here.
        if (!PendingLogIn.same(pending.state(), parameter(request, STATE))) {
            return new Refused(OidcProblem.AGAIN, "its state is not that of this browser", pending.next());
        }
        PageCookie.set(request, response, cookieName(request), "", Duration.ZERO);
        if (used.asMap().putIfAbsent(pending.state(), true) != null) {
            return new Refused(OidcProblem.AGAIN, "it came back before", pending.next());
        }
        String address = request.getRemoteAddr();
        if (!asking.begin(address)) {
            return new Refused(
                    OidcProblem.AWAY, "its address has too many log-ins under way at a time", pending.next());
        }
        try {
            OidcOutcome outcome = answered(request, pending);
            return outcome instanceof Refused problem ? problem.of(pending.next()) : outcome;
        } finally {
            asking.done(address);
        }
    }

    private OidcOutcome answered(HttpServletRequest request, PendingLogIn pending) {
        try {
            return exchange(request, pending);
        } catch (IOException | KeySourceException e) {
            return new Refused(OidcProblem.AWAY, "the provider cannot be asked: " + ProviderConnection.why(e));
        } catch (ProviderConnection.RefusedException e) {
            return new Refused(OidcProblem.INVALID, String.valueOf(e.getMessage()));
        } catch (TokenSignature.RefusedException e) {
            return new Refused(OidcProblem.INVALID, "the ID token cannot be trusted: " + e.getMessage());
        } catch (OidcClaims.ShapeException e) {
            return new Refused(OidcProblem.WEAK, String.valueOf(e.getMessage()));
        }
    }

    private OidcOutcome exchange(HttpServletRequest request, PendingLogIn pending)
            throws IOException, KeySourceException, ProviderConnection.RefusedException,
                    TokenSignature.RefusedException, OidcClaims.ShapeException {
        ProviderMetadata metadata = provider.metadata();
        String issuer = parameter(request, "iss");
        if (issuer.isEmpty() ? metadata.namesItself() : !issuer.equals(settings.issuer())) {
            return new Refused(OidcProblem.INVALID, "the answer does not come from this issuer");
        }
        String error = parameter(request, "error");
        if (!error.isEmpty()) {
            return new Refused(
                    GAVE_UP.contains(error)
                            ? OidcProblem.DENIED
                            : LATER.contains(error) ? OidcProblem.AWAY : OidcProblem.INVALID,
                    "the provider answered " + ProviderConnection.word(error));
        }
        String code = parameter(request, "code");
        if (code.isEmpty()) {
            return new Refused(OidcProblem.INVALID, "the answer has no code");
        }
        ProviderConnection.Tokens tokens = provider.tokens(metadata, code, pending.verifier());
        OidcClaims claims = verifier.verify(tokens.idToken(), pending, provider.keys());
        if (!claims.isStrong(Set.copyOf(settings.acr()), Set.copyOf(settings.amr()))) {
            return new Refused(
                    OidcProblem.WEAK,
                    "the log-in of subject " + claims.subject() + " was weaker than acr and amr must be");
        }
        if (settings.userInfo()) {
            Map<String, Object> said = provider.userInfo(metadata, tokens);
            if (!claims.subject().equals(said.get("sub"))) {
                // OpenID Connect Core 1.0, 5.3.2: an answer of another person must not be used.
                return new Refused(OidcProblem.INVALID, "the UserInfo is another subject's");
            }
            claims = claims.with(said);
        }
        return new Authenticated(claims, tokens.idToken(), claims.text("sid").orElse(null), pending.next());
    }

    /**
     * Reads a log-out token that the provider sent (OpenID Connect Back-Channel Logout 1.0).
     *
     * @param token of at most some thousand characters
     */
    OidcLogOut loggedOut(String token) {
        try {
            TokenSignature.requireForm(token);
            return logOuts.verify(token, provider.keys());
        } catch (IOException | KeySourceException e) {
            refused.warn(settings.issuer() + " cannot be reached to verify a log-out: " + ProviderConnection.why(e));
            return new OidcLogOut.Later();
        } catch (TokenSignature.RefusedException e) {
            refused.warn("A log-out by " + settings.issuer() + " of " + settings.realm() + " was refused: "
                    + e.getMessage());
            return new OidcLogOut.Refused();
        }
    }

    /** A parameter that is there once, and not too long; else empty. */
    private static String parameter(HttpServletRequest request, String name) {
        String @Nullable [] values = request.getParameterValues(name);
        return values != null && values.length == 1 && values[0].length() <= MOST_PARAMETER ? values[0] : "";
    }

    /**
     * Where a person logs out at the provider (OpenID Connect RP-Initiated Logout 1.0).
     *
     * @param idToken of the log-in; null if it is not known any more, so that the provider asks
     * @param back path to which the provider leads afterwards; registered there
     * @return empty if the provider offers no such place, or is away
     */
    public Optional<URI> logOut(@Nullable String idToken, String back) {
        try {
            @Nullable URI end = provider.metadata().endSession();
            if (end == null) {
                return Optional.empty();
            }
            Map<String, String> query = new LinkedHashMap<>();
            query.put(CLIENT, settings.clientId());
            query.put("post_logout_redirect_uri", settings.address() + back);
            if (idToken != null) {
                query.put("id_token_hint", idToken);
            }
            return Optional.of(with(end, query));
        } catch (IOException e) {
            refused.warn(settings.issuer() + " cannot be reached for a log-out: " + ProviderConnection.why(e));
            return Optional.empty();
        }
    }

    private String cookieName(HttpServletRequest request) {
        return PageCookie.hostOnly(request, settings.realm() + "-oidc");
    }
}
