package org.sekimori.web.cases;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.cases.CaseLookup;
import org.sekimori.api.cases.CaseQueuedMessagesController;
import org.sekimori.api.cases.CaseView;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.ReferenceCodeParser;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.engine.StepOutput.CommandResult;
import org.sekimori.mail.Account;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.staff.StaffUser;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One case, and what the desk does with it. */
@PageController
final class CasePageController {

    private static final String CHANNEL = "console";

    private final CaseLookup lookup;
    private final CaseQueuedMessagesController queues;
    private final CommandGateway gateway;
    private final Account.LoginNormalizer naming;
    private final Clock clock;

    CasePageController(
            CaseLookup lookup,
            CaseQueuedMessagesController queues,
            CommandGateway gateway,
            Account.LoginNormalizer naming,
            Clock clock) {
        this.lookup = lookup;
        this.queues = queues;
        this.gateway = gateway;
        this.naming = naming;
        this.clock = clock;
    }

    /**
     * Shows a case.
     *
     * @param after version that a command of this reader made; the page is read again while it shows an earlier one
     * @param mail whether the messages that may still be in queues are looked up, which takes a while
     */
    @GetMapping("/console/cases/{id}")
    String show(
            @PathVariable String id,
            @RequestParam @Nullable String account,
            @RequestParam(defaultValue = "0") int after,
            @RequestParam(defaultValue = "false") boolean mail,
            HttpServletResponse response,
            Model model) {
        String code = ReferenceCodeParser.read("id", id);
        Account owner = account == null ? lookup.owner(code) : CommandMetadata.account(account, naming);
        Case one = lookup.find(owner, code);
        CaseView view = lookup.view(owner, one);
        boolean late = view.version() < after;
        if (late) {
            response.setHeader("Refresh", "1");
        }
        model.addAttribute("one", view);
        model.addAttribute("late", late);
        model.addAttribute("saved", after > 0 && !late);
        model.addAttribute("actions", CaseAction.in(one));
        model.addAttribute("command", UUID.randomUUID().toString());
        model.addAttribute("mail", mail ? queues.queue(code, owner.name()) : null);
        return "console/case";
    }

    @PostMapping("/console/cases/{id}/act")
    Object act(@PathVariable String id, @AuthenticationPrincipal StaffUser user, HttpServletRequest request) {
        FormFields fields = FormFields.of(request);
        CaseKey key = CaseKey.parse(fields.text("case"));
        String code = ReferenceCodeParser.read("id", id);
        CaseAction action = CaseAction.of(fields.text("action"));
        CaseCommand.Header head = new CaseCommand.Header(
                CaseQueueController.commandId(fields),
                Account.of(key.account()),
                clock.instant(),
                user.name(),
                CHANNEL,
                code,
                action.version(key.version()));
        CommandResult done = gateway.execute(
                new LogEntry.CaseRequest(action.command(head, fields.text("reason", CaseQueueController.MOST_REASON))));
        int version = Objects.requireNonNull(done.about()).version();
        return LocalPath.redirect("/console/cases/" + code + "?account="
                + URLEncoder.encode(key.account(), StandardCharsets.UTF_8) + "&after=" + version);
    }
}
