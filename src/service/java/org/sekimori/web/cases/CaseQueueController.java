package org.sekimori.web.cases;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.cases.CaseFilter;
import org.sekimori.api.cases.CaseLookup;
import org.sekimori.api.cases.CaseView;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.mail.Account;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.page.PageController;
import org.sekimori.web.staff.StaffUser;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The queue of cases, and what is done to many at a time: first shown, then carried out. */
@PageController
final class CaseQueueController {

    static final int MOST_REASON = 500;

    private static final int PAGE = 50;
    private static final int MOST_AT_ONCE = 200;
    private static final int MOST_PAGES = 1_000;
    private static final String CHANNEL = "console";

    private final CaseLookup lookup;
    private final CommandGateway gateway;
    private final Account.LoginNormalizer naming;
    private final Clock clock;

    CaseQueueController(CaseLookup lookup, CommandGateway gateway, Account.LoginNormalizer naming, Clock clock) {
        this.lookup = lookup;
        this.gateway = gateway;
        this.naming = naming;
        this.clock = clock;
    }

    /**
     * What became of one case of many.
     *
     * @param problem why it was not done; null if it was
     */
    record Outcome(String id, String account, @Nullable String problem) {}

    @GetMapping("/console/cases")
    String queue(
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "") String severity,
            @RequestParam(defaultValue = "") String account,
            @RequestParam(defaultValue = "") String assignee,
            @RequestParam(defaultValue = "priority") String sort,
            @RequestParam(defaultValue = "1") int page,
            Model model) {
        BiPredicate<String, Case> wanted = CaseFilter.state(state)
                .and(CaseFilter.severity(given(severity)))
                .and(CaseFilter.account(given(account), naming))
                .and(CaseFilter.assignee(given(assignee)));
        List<CaseView> all = lookup.views(wanted);
        int pages = Math.max(1, (all.size() + PAGE - 1) / PAGE);
        int shown = Math.max(1, Math.min(Math.min(page, pages), MOST_PAGES));
        model.addAttribute(
                "cases",
                all.stream()
                        .sorted(sort.equals("newest") ? CaseView.NEWEST_FIRST : CaseView.URGENT_FIRST)
                        .skip((long) PAGE * (shown - 1))
                        .limit(PAGE)
                        .toList());
        model.addAttribute("total", all.size());
        model.addAttribute("page", shown);
        model.addAttribute("pages", pages);
        model.addAttribute("state", state);
        model.addAttribute("severity", severity);
        model.addAttribute("account", account);
        model.addAttribute("assignee", assignee);
        model.addAttribute("sort", sort);
        model.addAttribute("actions", CaseAction.forMany());
        return "console/cases";
    }

    private static @Nullable String given(String text) {
        return text.isBlank() ? null : text.strip();
    }

    /** Shows whom an action would touch; changes nothing. */
    @PostMapping("/console/cases/preview")
    String preview(HttpServletRequest request, Model model) {
        FormFields fields = FormFields.of(request);
        CaseAction action = action(fields);
        List<CaseKey> keys = keys(fields);
        List<CaseView> cases = new ArrayList<>();
        for (CaseKey key : keys) {
            Account account = Account.of(key.account());
            cases.add(lookup.view(account, lookup.find(account, key.id())));
        }
        model.addAttribute("cases", cases);
        model.addAttribute("action", action.word());
        model.addAttribute("needsReason", action.needsReason());
        model.addAttribute("command", UUID.randomUUID().toString());
        return "console/cases-preview";
    }

    /** Carries it out. Each case by itself: one that was changed meanwhile is left as it is, and named. */
    @PostMapping("/console/cases/bulk")
    String bulk(@AuthenticationPrincipal StaffUser user, HttpServletRequest request, Model model) {
        FormFields fields = FormFields.of(request);
        CaseAction action = action(fields);
        String reason = fields.text("reason", MOST_REASON);
        String command = commandId(fields);
        List<CaseKey> keys = keys(fields);
        List<LogEntry.CaseRequest> commands = keys.stream()
                .map(key -> new LogEntry.CaseRequest(action.command(
                        new CaseCommand.Header(
                                command + "/" + key.id(),
                                Account.of(key.account()),
                                clock.instant(),
                                user.name(),
                                CHANNEL,
                                key.id(),
                                action.version(key.version())),
                        reason)))
                .toList();
        List<Optional<CommandResult>> results = gateway.executeAll(commands);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Optional<CommandResult> result = results.get(i);
            outcomes.add(new Outcome(
                    keys.get(i).id(),
                    keys.get(i).account(),
                    result.isEmpty()
                            ? "the log did not answer in time; look at the case again"
                            : result.get().done() ? null : result.get().problem()));
        }
        model.addAttribute("outcomes", outcomes);
        model.addAttribute("action", action.word());
        model.addAttribute(
                "done", outcomes.stream().filter(one -> one.problem() == null).count());
        return "console/cases-done";
    }

    private static CaseAction action(FormFields fields) {
        CaseAction action = CaseAction.of(fields.text("action"));
        if (!action.bulk()) {
            throw ApiProblems.field("action", "is for one case at a time");
        }
        return action;
    }

    private static List<CaseKey> keys(FormFields fields) {
        List<CaseKey> keys =
                fields.all("case").stream().distinct().map(CaseKey::parse).toList();
        if (keys.isEmpty() || keys.size() > MOST_AT_ONCE) {
            throw ApiProblems.field("case", "choose 1 to " + MOST_AT_ONCE + " cases");
        }
        return keys;
    }

    /** The id that the page made, so that a form that is sent twice is one command. */
    static String commandId(FormFields fields) {
        String id = fields.text("command");
        try {
            return "console/" + UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ApiProblems.field("command", "is not as this page writes it");
        }
    }
}
