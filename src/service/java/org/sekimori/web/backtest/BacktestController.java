package org.sekimori.web.backtest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.mail.Finding.Mode;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RuleModeEdit;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.stream.request.AuditTrail;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.stream.rulebook.RulebookAdmin.RulebookState;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.staff.StaffRole;
import org.sekimori.web.staff.StaffUser;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Starts backtests, shows how far they are, and what came of them. Every member of staff may: they change nothing. */
@PageController
final class BacktestController {

    private static final String PATH = "/console/backtests";
    private static final String CHANNEL = "console";
    private static final List<Integer> DAYS = List.of(1, 7, 35);
    private static final int MOST_TEXT = 80;

    private final RulebookAdmin admin;
    private final BacktestRuns runs;
    private final AuditTrail audit;

    BacktestController(RulebookAdmin admin, BacktestRuns runs, AuditTrail audit) {
        this.admin = admin;
        this.runs = runs;
        this.audit = audit;
    }

    /** @param rule that the form is to begin with */
    @GetMapping(PATH)
    String all(
            @RequestParam(defaultValue = "") String rule,
            @AuthenticationPrincipal StaffUser user,
            HttpServletResponse response,
            Model model) {
        RulebookState state = admin.state();
        @Nullable BacktestRun running = runs.running().orElse(null);
        if (running != null) {
            response.setHeader("Refresh", "2");
        }
        model.addAttribute("view", "backtests");
        model.addAttribute("possible", runs.possible());
        model.addAttribute("running", running);
        model.addAttribute("own", runs.of(user.name()).orElse(null));
        model.addAttribute("runs", runs.all());
        model.addAttribute(
                "rules",
                state.rulebook().specs().values().stream()
                        .filter(RuleMetadata::active)
                        .toList());
        model.addAttribute("rule", rule);
        model.addAttribute("candidate", state.inForce().now().candidate());
        model.addAttribute(
                "past",
                new TreeSet<>(state.inForce().predecessors().stream()
                        .map(past -> past.rulebook())
                        .filter(id -> !id.equals(state.rulebook().id()))
                        .toList()));
        model.addAttribute("days", DAYS);
        return "console/backtests";
    }

    @GetMapping(PATH + "/{id}")
    String one(
            @PathVariable String id,
            @AuthenticationPrincipal StaffUser user,
            HttpServletResponse response,
            Model model) {
        BacktestRun run = find(id);
        if (run.open()) {
            response.setHeader("Refresh", "2");
        }
        model.addAttribute("before", runs.before(run));
        model.addAttribute("mayCancel", run.mayCancel(user.name(), isAdministrator(user)));
        model.addAttribute("view", "backtests");
        model.addAttribute("run", run);
        return "console/backtest";
    }

    private BacktestRun find(String id) {
        return runs.find(id)
                .orElseThrow(() ->
                        ApiProblems.missing("backtest", "there is none with this id since the start of the service"));
    }

    @PostMapping(PATH)
    ResponseEntity<Void> start(@AuthenticationPrincipal StaffUser user, HttpServletRequest request) {
        FormFields fields = FormFields.of(request);
        BacktestOrder order = order(fields.text("what", MOST_TEXT), days(fields.text("days", MOST_TEXT)));
        BacktestRun run = runs.start(order, user.name());
        audit.record(
                "console_backtest_started",
                user.name(),
                order.kind() + " " + order.detail() + ", " + order.days() + " days",
                CHANNEL);
        return LocalPath.redirect(PATH + "/" + run.id());
    }

    private static int days(String text) {
        return DAYS.stream()
                .filter(days -> days.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> ApiProblems.field("days", "must be one of " + DAYS));
    }

    /** @param what a kind and its detail, such as {@code candidate 0123456789abcdef} or {@code mode send-limit} */
    private BacktestOrder order(String what, int days) {
        String[] words = what.split(" ", 2);
        String kind = words[0];
        String name = words.length > 1 ? words[1] : "";
        RulebookState state = admin.state();
        String active = state.rulebook().id();
        try {
            return switch (kind) {
                case "mode" -> {
                    @Nullable RuleMetadata rule = state.rulebook().specs().get(name);
                    if (rule == null) {
                        throw ApiProblems.field("what", "names a rule that the rulebook does not have");
                    }
                    Mode to = rule.mode() == Mode.ENFORCE ? Mode.SHADOW : Mode.ENFORCE;
                    RulebookFiles files =
                            RuleModeEdit.of(text(active), rule, to, "backtest").files();
                    yield new BacktestOrder(kind, name + " " + to.word(), files, active, days);
                }
                case "candidate", "past" -> new BacktestOrder(kind, name, text(name), active, days);
                default -> throw ApiProblems.field("what", "must be one of those that the form offers");
            };
        } catch (RulebookException e) {
            throw ApiProblems.rulebook(e.problems());
        }
    }

    private RulebookFiles text(String id) {
        try {
            return admin.files(id)
                    .orElseThrow(() -> ApiProblems.field("what", "names a rulebook that is not on the log"));
        } catch (IllegalStateException e) {
            throw ApiProblems.unavailable("the text of the rulebook cannot be read at the moment");
        }
    }

    private static boolean isAdministrator(StaffUser user) {
        return user.role() == StaffRole.ADMIN;
    }

    @PostMapping(PATH + "/{id}/cancel")
    ResponseEntity<Void> cancel(@PathVariable String id, @AuthenticationPrincipal StaffUser user) {
        BacktestRun run = find(id);
        if (run.cancel(user.name(), isAdministrator(user))) {
            audit.record(
                    "console_backtest_cancelled",
                    user.name(),
                    run.order().kind() + " " + run.order().detail() + ", started by " + run.by(),
                    CHANNEL);
        }
        return LocalPath.redirect(PATH + "/" + run.id());
    }
}
