package org.sekimori.web.staff;

import jakarta.servlet.http.HttpServletRequest;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.stream.request.AuditTrail;
import org.sekimori.web.oidc.BackChannelLogOut;
import org.sekimori.web.oidc.OidcClient;
import org.sekimori.web.session.SessionRealm;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes log-outs of staff that the identity provider sends. No page: its form has no token, and nobody reads its answer. */
@RestController
final class StaffBackChannelController {

    static final String PATH = StaffOidcController.BEGIN + "/back-channel";

    private final StaffOidc oidc;
    private final SessionRealm<StaffSession> realm;
    private final AuditTrail audit;

    StaffBackChannelController(StaffOidc oidc, SessionRealm<StaffSession> realm, AuditTrail audit) {
        this.oidc = oidc;
        this.realm = realm;
        this.audit = audit;
    }

    @PostMapping(PATH)
    ResponseEntity<String> logOut(HttpServletRequest request) {
        OidcClient client = oidc.client()
                .orElseThrow(() -> ApiProblems.missing("address", "log-in by an identity provider is not switched on"));
        BackChannelLogOut<StaffSession> received = BackChannelLogOut.receive(request, client, realm.sessions());
        received.ended()
                .forEach(one -> audit.record(
                        "console_log_out", one.name(), "logged out by " + client.issuer(), "identity provider"));
        return received.answer();
    }
}
