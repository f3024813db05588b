package org.sekimori.web.rules;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.rules.source.RuleModeEdit;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.stream.request.AuditTrail;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.stream.rulebook.RulebookReplacedException;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.page.PageTimes;
import org.sekimori.web.staff.StaffUser;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Lets an administrator enforce a rule or put it back into shadow mode: first shown, then published as {@code rules publish} does, tried and
 * tested before.
 */
@PageController
final class RuleModeController {

    private static final int MOST_REASON = 200;
    private static final String CHANNEL = "console";

    private final RulebookAdmin admin;
    private final RuleRegister register;
    private final ActiveRulebookText text;
    private final AuditTrail audit;
    private final PageTimes times;
    private final Clock clock;

    RuleModeController(
            RulebookAdmin admin,
            RuleRegister register,
            ActiveRulebookText text,
            AuditTrail audit,
            PageTimes times,
            Clock clock) {
        this.admin = admin;
        this.register = register;
        this.text = text;
        this.audit = audit;
        this.times = times;
        this.clock = clock;
    }

    /** Shows what another mode would change. */
    @GetMapping("/console/rules/{rule}/mode")
    String preview(
            @PathVariable String rule, @RequestParam String to, @AuthenticationPrincipal StaffUser user, Model model) {
        show(rule, mode(to), user, "", model);
        return "console/rule-mode";
    }

    private static Mode mode(String word) {
        for (Mode mode : Mode.values()) {
            if (mode.word().equals(word)) {
                return mode;
            }
        }
        throw ApiProblems.field("to", "must be enforce or shadow");
    }

    private void show(String rule, Mode to, StaffUser user, String reason, Model model) {
        RuleRegister.RuleRow row = register.row(rule);
        ActiveRulebookText.Known book = book();
        model.addAttribute("row", row);
        model.addAttribute("to", to.word());
        model.addAttribute("reason", reason);
        model.addAttribute("rulebook", book.id());
        model.addAttribute("effects", register.effects(rule));
        model.addAttribute("problems", List.of());
        model.addAttribute("replaced", null);
        try {
            model.addAttribute("edit", edit(book, row, to, user, reason.isEmpty() ? "…" : reason));
        } catch (RulebookException e) {
            model.addAttribute("edit", null);
            model.addAttribute("problems", e.problems());
        }
    }

    private ActiveRulebookText.Known book() {
        return text.read()
                .orElseThrow(() -> ApiProblems.unavailable("the text of the rulebook cannot be read at the moment"));
    }

    private RuleModeEdit edit(
            ActiveRulebookText.Known book, RuleRegister.RuleRow row, Mode to, StaffUser user, String reason)
            throws RulebookException {
        LocalDate today = clock.instant().atZone(times.zone()).toLocalDate();
        return RuleModeEdit.of(book.files(), row.rule(), to, today + " " + user.name() + ": " + reason);
    }

    /**
     * Publishes the active rulebook with the other mode.
     *
     * @return the rule's page; the page that was sent with what was wrong, if it was refused or is out of date
     */
    @PostMapping("/console/rules/{rule}/mode")
    Object change(
            @PathVariable String rule,
            @AuthenticationPrincipal StaffUser user,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        FormFields fields = FormFields.of(request);
        Mode to = mode(fields.text("to"));
        String from = fields.text("rulebook", 64);
        String reason = fields.text("reason", MOST_REASON);
        if (reason.isEmpty()) {
            throw ApiProblems.field("reason", "is missing; say why the rule is to be in another mode");
        }
        RuleRegister.RuleRow row = register.row(rule);
        try {
            ActiveRulebookText.Known book = book();
            if (!book.id().equals(from)) {
                throw new RulebookReplacedException(book.id());
            }
            admin.replace(from, edit(book, row, to, user, reason).files(), user.name() + " via " + CHANNEL);
        } catch (RulebookException e) {
            return again(rule, to, user, reason, e.problems(), null, response, model);
        } catch (RulebookReplacedException e) {
            return again(rule, to, user, reason, List.of(), e.getMessage(), response, model);
        } catch (IllegalStateException e) {
            throw ApiProblems.unavailable(String.valueOf(e.getMessage()));
        }
        audit.record(
                "console_rule_mode",
                user.name(),
                rule + " " + row.mode() + " -> " + to.word() + ": " + reason,
                CHANNEL);
        return LocalPath.redirect("/console/rules/" + rule + "?changed=true");
    }

    private String again(
            String rule,
            Mode to,
            StaffUser user,
            String reason,
            List<RulebookProblem> problems,
            @Nullable String replaced,
            HttpServletResponse response,
            Model model) {
        show(rule, to, user, reason, model);
        if (!problems.isEmpty()) {
            model.addAttribute("problems", problems);
        }
        model.addAttribute("replaced", replaced);
        response.setStatus(replaced == null ? 422 : 409);
        return "console/rule-mode";
    }
}
