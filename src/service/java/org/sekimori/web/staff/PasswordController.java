package org.sekimori.web.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.stream.request.AuditTrail;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.session.SessionRealm;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** A member of staff chooses a password. */
@PageController
final class PasswordController {

    static final String PATH = "/console/password";

    private static final String PAGE = "console/password";

    private final SessionRealm<StaffSession> realm;
    private final StaffDirectory staff;
    private final LogInThrottle throttle;
    private final AuditTrail audit;

    PasswordController(
            SessionRealm<StaffSession> realm, StaffDirectory staff, LogInThrottle throttle, AuditTrail audit) {
        this.realm = realm;
        this.staff = staff;
        this.throttle = throttle;
        this.audit = audit;
    }

    @GetMapping(PATH)
    String ask(@AuthenticationPrincipal StaffUser user, Model model) {
        requireLocal(user);
        return page(user, model, null);
    }

    private static void requireLocal(StaffUser user) {
        if (!user.isLocal()) {
            throw ApiProblems.missing("password", "you came by the identity provider, which has your password");
        }
    }

    private static String page(StaffUser user, Model model, @Nullable String problem) {
        model.addAttribute("oneTime", user.oneTimeUntil() != null);
        model.addAttribute("least", StaffPasswords.LEAST);
        model.addAttribute("problem", problem);
        return PAGE;
    }

    /** Ends all other sessions of the user, and gives this one a new id. */
    @PostMapping(PATH)
    Object change(
            @AuthenticationPrincipal StaffUser user,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        requireLocal(user);
        FormFields fields = FormFields.of(request);
        String password = fields.raw("new_password");
        String address = request.getRemoteAddr();
        Duration wait = throttle.begin(user.name(), address);
        if (!wait.isZero()) {
            model.addAttribute("wait", wait.toSeconds());
            return refused(response, user, model, "log-in.locked");
        }
        boolean right;
        try {
            right = staff.authenticate(user.name(), fields.raw("password")).isPresent();
        } catch (StaffPasswords.BusyException e) {
            throttle.cancelled(user.name(), address);
            response.setHeader("Retry-After", StaffPasswords.RETRY_SECONDS);
            return refused(response, user, model, "log-in.busy");
        }
        if (!right) {
            audit.record("console_password_refused", user.name(), "wrong password, from " + address, "console");
            return refused(response, user, model, "password.wrong");
        }
        throttle.succeeded(user.name(), address);
        String problem = StaffPasswords.problem(user, password);
        if (problem.isEmpty() && !password.equals(fields.raw("again"))) {
            problem = "password.again.differs";
        } else if (problem.isEmpty() && password.equals(fields.raw("password"))) {
            problem = "password.same";
        }
        if (!problem.isEmpty()) {
            return refused(response, user, model, problem);
        }
        Optional<StaffUser> after = staff.changePassword(user, password);
        if (after.isEmpty()) {
            return refused(response, user, model, "password.meanwhile");
        }
        realm.sessions().endAll(session -> session.name().equals(user.name()));
        realm.begin(StaffSession.of(after.get()), request, response);
        audit.record("console_password_changed", user.name(), "chose a password, from " + address, "console");
        return LocalPath.redirect("/console/");
    }

    private static String refused(HttpServletResponse response, StaffUser user, Model model, String problem) {
        response.setStatus(422);
        return page(user, model, problem);
    }
}
