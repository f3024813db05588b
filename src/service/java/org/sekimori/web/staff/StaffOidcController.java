package org.sekimori.web.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.stream.request.AuditTrail;
import org.sekimori.web.oidc.OidcClaims;
import org.sekimori.web.oidc.OidcClient;
import org.sekimori.web.oidc.OidcOutcome;
import org.sekimori.web.oidc.OidcOutcome.Authenticated;
import org.sekimori.web.oidc.OidcOutcome.Refused;
import org.sekimori.web.oidc.OidcProblem;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.session.ProviderLogIn;
import org.sekimori.web.session.SessionRealm;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Log-in of staff by the identity provider. What fails is told on the log-in page, whose address has no code. */
@PageController
final class StaffOidcController {

    static final String BEGIN = "/console/log-in/oidc";
    static final String CALLBACK = BEGIN + "/callback";

    /** Longest ID token that is kept for the log-out; longer ones would fill the memory, and no address. */
    private static final int MOST_KEPT = 8_000;

    private static final String NOBODY = "nobody";
    private static final String CHANNEL = "console";

    private final StaffOidc oidc;
    private final SessionRealm<StaffSession> realm;
    private final AuditTrail audit;

    StaffOidcController(StaffOidc oidc, SessionRealm<StaffSession> realm, AuditTrail audit) {
        this.oidc = oidc;
        this.realm = realm;
        this.audit = audit;
    }

    private OidcClient client() {
        return oidc.client()
                .orElseThrow(() -> ApiProblems.missing("address", "log-in by an identity provider is not switched on"));
    }

    /** A link, not a form: browsers lead no form of this server's pages to another one. */
    @GetMapping(BEGIN)
    ResponseEntity<Void> begin(
            @RequestParam(defaultValue = "") String next,
            @RequestParam(defaultValue = "false") boolean anew,
            HttpServletRequest request,
            HttpServletResponse response) {
        String path = LocalPath.below(realm.root(), next, "");
        return client().begin(path, anew, request, response)
                .map(StaffOidcController::lead)
                .orElseGet(() -> told(OidcProblem.AWAY, path));
    }

    private static ResponseEntity<Void> lead(URI address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(address).build();
    }

    /** @param next where the person wanted to go, for the next try; empty without one */
    private ResponseEntity<Void> told(OidcProblem problem, String next) {
        return LocalPath.redirect(realm.logIn() + "?oidc=" + problem.word()
                + (next.isEmpty() ? "" : "&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8)));
    }

    @GetMapping(CALLBACK)
    ResponseEntity<Void> finish(HttpServletRequest request, HttpServletResponse response) {
        // The code is in the address.
        response.setHeader("Referrer-Policy", "no-referrer");
        OidcClient client = client();
        OidcOutcome outcome = client.finish(request, response);
        String from = ", from " + request.getRemoteAddr();
        if (outcome instanceof Refused refused) {
            if (refused.problem() == OidcProblem.WEAK) {
                audit.record("console_log_in_refused", NOBODY, refused.why() + from, CHANNEL);
            }
            return told(refused.problem(), refused.next());
        }
        Authenticated authenticated = (Authenticated) outcome;
        OidcClaims claims = authenticated.claims();
        String by = " by " + claims.issuer() + " as subject " + claims.subject() + from;
        StaffOidc.Meaning meaning = oidc.read(claims);
        if (meaning instanceof StaffOidc.Nobody nobody) {
            audit.record("console_log_in_refused", NOBODY, nobody.why().why() + by, CHANNEL);
            return told(nobody.why().problem(), authenticated.next());
        }
        StaffUser user = ((StaffOidc.Person) meaning).user();
        String token = authenticated.idToken();
        realm.begin(
                StaffSession.of(user),
                new ProviderLogIn(claims.subject(), authenticated.session(), token.length() > MOST_KEPT ? null : token),
                request,
                response);
        audit.record(
                "console_log_in", user.name(), "logged in as " + user.role().word() + by, CHANNEL);
        return LocalPath.redirect(LocalPath.below(realm.root(), authenticated.next(), realm.root() + "/"));
    }
}
