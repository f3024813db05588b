package org.sekimori.web.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.stream.request.AuditTrail;
import org.sekimori.text.EscapedText;
import org.sekimori.web.oidc.OidcProblem;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.session.ProviderLogIn;
import org.sekimori.web.session.SessionRealm;
import org.sekimori.web.session.WebSession;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Log-in and log-out of staff. */
@PageController
final class LogInController {

    private static final String PAGE = "console/log-in";
    private static final String LEAVING = "console/leaving";
    private static final String CHANNEL = "console";
    private static final int MOST_SHOWN = 64;
    private static final String WEAK = "log-in.oidc." + OidcProblem.WEAK.word();
    private static final Set<OidcProblem> TOLD = EnumSet.complementOf(EnumSet.of(OidcProblem.MAILBOX));

    private final SessionRealm<StaffSession> realm;
    private final StaffDirectory staff;
    private final LogInThrottle throttle;
    private final StaffOidc oidc;
    private final AuditTrail audit;

    LogInController(
            SessionRealm<StaffSession> realm,
            StaffDirectory staff,
            LogInThrottle throttle,
            StaffOidc oidc,
            AuditTrail audit) {
        this.realm = realm;
        this.staff = staff;
        this.throttle = throttle;
        this.oidc = oidc;
        this.audit = audit;
    }

    @GetMapping("/console/log-in")
    String ask(
            @RequestParam(defaultValue = "") String next,
            @RequestParam(name = "oidc", defaultValue = "") String failed,
            Model model) {
        String known = OidcProblem.known(failed, TOLD);
        return page(model, next, "", known.isEmpty() ? null : "log-in.oidc." + known);
    }

    private String page(Model model, String next, String name, @Nullable String problem) {
        String path = LocalPath.below("/console", next, "");
        model.addAttribute("next", path);
        model.addAttribute("name", name);
        model.addAttribute("problem", problem);
        model.addAttribute("local", staff.isLocal());
        model.addAttribute("oidc", oidc.client().isPresent() ? begin(path, WEAK.equals(problem)) : null);
        model.addAttribute("oidcLabel", oidc.label());
        return PAGE;
    }

    /** The link to the provider. Whoever was let in there by too little logs in anew. */
    private static String begin(String next, boolean anew) {
        return StaffOidcController.BEGIN
                + (anew ? "?anew=true" : "")
                + (next.isEmpty()
                        ? ""
                        : (anew ? "&" : "?") + "next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    }

    /** The answer to a wrong name is that to a wrong password. */
    @PostMapping("/console/log-in")
    Object logIn(HttpServletRequest request, HttpServletResponse response, Model model) {
        if (!staff.isLocal()) {
            throw ApiProblems.of(
                    HttpStatus.FORBIDDEN, "local users are switched off; log in by the identity provider instead");
        }
        FormFields fields = FormFields.of(request);
        String name = StaffUser.typed(fields.text("name", MOST_SHOWN));
        String next = fields.raw("next");
        String address = request.getRemoteAddr();
        Duration wait = throttle.begin(name, address);
        if (!wait.isZero()) {
            response.setStatus(429);
            response.setHeader("Retry-After", Long.toString(wait.toSeconds()));
            model.addAttribute("wait", wait.toSeconds());
            return page(model, next, name, "log-in.locked");
        }
        Optional<StaffUser> user;
        try {
            user = staff.authenticate(name, fields.raw("password"));
        } catch (StaffPasswords.BusyException e) {
            throttle.cancelled(name, address);
            response.setStatus(503);
            response.setHeader("Retry-After", StaffPasswords.RETRY_SECONDS);
            return page(model, next, name, "log-in.busy");
        }
        String who = EscapedText.of(name, MOST_SHOWN);
        if (user.isEmpty()) {
            audit.record("console_log_in_refused", who, "wrong name or password, from " + address, CHANNEL);
            response.setStatus(401);
            return page(model, next, name, "log-in.wrong");
        }
        throttle.succeeded(name, address);
        realm.begin(StaffSession.of(user.get()), request, response);
        audit.record("console_log_in", who, "logged in, from " + address, CHANNEL);
        return LocalPath.redirect(
                user.get().oneTimeUntil() != null
                        ? PasswordController.PATH
                        : LocalPath.below("/console", next, "/console/"));
    }

    private static @Nullable String idToken(@Nullable ProviderLogIn provider) {
        return provider == null ? null : provider.idToken();
    }

    /** Whom the identity provider let in is led to the log-out there, if there is one. */
    @PostMapping("/console/log-out")
    Object logOut(HttpServletRequest request, HttpServletResponse response, Model model) {
        @Nullable String user = request.getRemoteUser();
        if (user != null) {
            audit.record("console_log_out", user, "logged out, from " + request.getRemoteAddr(), CHANNEL);
        }
        @Nullable WebSession<StaffSession> session = realm.current(request);
        realm.end(request, response);
        response.setHeader("Clear-Site-Data", "\"cache\"");
        Optional<URI> there = session == null || session.owner().role() == null
                ? Optional.empty()
                : oidc.client().flatMap(client -> client.logOut(idToken(session.provider()), realm.logIn()));
        if (there.isEmpty()) {
            return LocalPath.redirect(realm.logIn());
        }
        // A page that leads on, since browsers lead no form of this server's pages to another one.
        response.setHeader("Referrer-Policy", "no-referrer");
        model.addAttribute("leadsTo", there.get().toString());
        model.addAttribute("oidcLabel", oidc.label());
        return LEAVING;
    }
}
