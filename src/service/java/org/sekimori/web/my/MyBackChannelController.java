package org.sekimori.web.my;

import jakarta.servlet.http.HttpServletRequest;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.web.oidc.BackChannelLogOut;
import org.sekimori.web.session.SessionRealm;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes log-outs of customers that the identity provider sends. No page: its form has no token, and nobody reads its answer. */
@RestController
final class MyBackChannelController {

    static final String PATH = MyOidcController.BEGIN + "/back-channel";

    private final CustomerOidc oidc;
    private final SessionRealm<Traveller> realm;

    MyBackChannelController(CustomerOidc oidc, SessionRealm<Traveller> realm) {
        this.oidc = oidc;
        this.realm = realm;
    }

    @PostMapping(PATH)
    ResponseEntity<String> logOut(HttpServletRequest request) {
        return BackChannelLogOut.receive(
                        request,
                        oidc.client()
                                .orElseThrow(() -> ApiProblems.missing(
                                        "address", "log-in by an identity provider is not switched on")),
                        realm.sessions())
                .answer();
    }
}
