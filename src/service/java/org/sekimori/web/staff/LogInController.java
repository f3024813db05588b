package org.sekimori.web.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.request.AuditTrail;
import org.sekimori.text.EscapedText;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.session.SessionRealm;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Log-in and log-out of staff. */
@PageController
final class LogInController {

    private static final String PAGE = "console/log-in";
    private static final String CHANNEL = "console";
    private static final int MOST_SHOWN = 64;

    private final SessionRealm<StaffSession> realm;
    private final StaffDirectory staff;
    private final LogInThrottle throttle;
    private final AuditTrail audit;

    LogInController(SessionRealm<StaffSession> realm, StaffDirectory staff, LogInThrottle throttle, AuditTrail audit) {
        this.realm = realm;
        this.staff = staff;
        this.throttle = throttle;
        this.audit = audit;
    }

    @GetMapping("/console/log-in")
    String ask(@RequestParam(defaultValue = "") String next, Model model) {
        return page(model, next, "", null);
    }

    private static String page(Model model, String next, String name, @Nullable String problem) {
        model.addAttribute("next", LocalPath.below("/console", next, ""));
        model.addAttribute("name", name);
        model.addAttribute("problem", problem);
        return PAGE;
    }

    /** The answer to a wrong name is that to a wrong password. */
    @PostMapping("/console/log-in")
    Object logIn(HttpServletRequest request, HttpServletResponse response, Model model) {
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

    @PostMapping("/console/log-out")
    Object logOut(HttpServletRequest request, HttpServletResponse response) {
        @Nullable String user = request.getRemoteUser();
        if (user != null) {
            audit.record("console_log_out", user, "logged out, from " + request.getRemoteAddr(), CHANNEL);
        }
        realm.end(request, response);
        response.setHeader("Clear-Site-Data", "\"cache\"");
        return LocalPath.redirect(realm.logIn());
    }
}
