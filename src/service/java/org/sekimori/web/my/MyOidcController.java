package org.sekimori.web.my;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Optional;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.stream.ThrottledLogger;
import org.sekimori.web.my.link.CustomerLogin;
import org.sekimori.web.oidc.OidcClient;
import org.sekimori.web.oidc.OidcOutcome;
import org.sekimori.web.oidc.OidcOutcome.Authenticated;
import org.sekimori.web.oidc.OidcOutcome.Refused;
import org.sekimori.web.oidc.OidcProblem;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.session.ProviderLogIn;
import org.sekimori.web.session.SessionRealm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Log-in of customers by the identity provider. What fails is told on the log-in page, whose address has no code. */
@PageController
class MyOidcController extends CustomerPages {

    static final String BEGIN = "/my/log-in/oidc";
    static final String CALLBACK = BEGIN + "/callback";
    static final String LEAVE = BEGIN + "/leave";

    private static final Logger logger = LoggerFactory.getLogger(MyOidcController.class);

    /** A customer without a mailbox may come again and again. */
    private final ThrottledLogger refusals = new ThrottledLogger(logger);

    private final CustomerOidc oidc;
    private final SessionRealm<Traveller> realm;

    MyOidcController(CustomerOidc oidc, SessionRealm<Traveller> realm, CustomerFrame frame) {
        super(frame);
        this.oidc = oidc;
        this.realm = realm;
    }

    private OidcClient client() {
        return oidc.client()
                .orElseThrow(() -> ApiProblems.missing("address", "log-in by an identity provider is not switched on"));
    }

    /** A link, not a form: browsers lead no form of this server's pages to another one. */
    @GetMapping(BEGIN)
    ResponseEntity<Void> begin(
            @RequestParam(defaultValue = "false") boolean anew,
            HttpServletRequest request,
            HttpServletResponse response) {
        return lead(client().begin("", anew, request, response));
    }

    @GetMapping(CALLBACK)
    ResponseEntity<Void> finish(HttpServletRequest request, HttpServletResponse response) {
        // The code is in the address.
        response.setHeader("Referrer-Policy", "no-referrer");
        OidcOutcome outcome = client().finish(request, response);
        if (outcome instanceof Refused refused) {
            return told(refused.problem());
        }
        Authenticated authenticated = (Authenticated) outcome;
        CustomerLogin login;
        try {
            login = oidc.read(authenticated.claims());
        } catch (CustomerOidc.NoMailboxException e) {
            refusals.warn("A log-in to the traveller's page by " + authenticated + " was refused: " + e.getMessage());
            return told(OidcProblem.MAILBOX);
        }
        realm.begin(
                new Traveller(login, Traveller.OIDC),
                new ProviderLogIn(authenticated.claims().subject(), authenticated.session(), null),
                request,
                response);
        TravellerLogInController.keepLanguage(login, request, response);
        return LocalPath.redirect(AskedReference.take(request, response));
    }

    /** Log-out at the provider, after that here. The provider asks, since it is not told who it is. */
    @GetMapping(LEAVE)
    ResponseEntity<Void> leave() {
        return lead(client().logOut(null, realm.logIn()));
    }

    private ResponseEntity<Void> lead(Optional<URI> address) {
        return address.isPresent()
                ? ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(address.get())
                        .build()
                : told(OidcProblem.AWAY);
    }

    private ResponseEntity<Void> told(OidcProblem problem) {
        return LocalPath.redirect(realm.logIn() + "?oidc=" + problem.word());
    }
}
