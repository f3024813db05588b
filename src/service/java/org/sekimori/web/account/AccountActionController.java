package org.sekimori.web.account;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Account;
import org.sekimori.web.page.FormFields;
import org.sekimori.web.page.LocalPath;
import org.sekimori.web.page.PageController;
import org.sekimori.web.staff.StaffOrder;
import org.sekimori.web.staff.StaffUser;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;

/** The desk's buttons on an account. Each command is kept on the log with who sent it; the log refuses what does not fit. */
@PageController
final class AccountActionController {

    private static final List<String> DONE = List.of("granted", "extended", "revoked", "held", "released", "reported");
    private static final int MAX_ID = 40;
    private static final int MAX_COUNTRIES = 400;
    private static final int MOST_DAYS = 366;
    private static final String WHY = "is missing; say why in one line";

    private final CommandGateway gateway;
    private final Clock clock;

    AccountActionController(CommandGateway gateway, Clock clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    /** The word of something that was done, if it is one. */
    static @Nullable String known(@Nullable String done) {
        return done != null && DONE.contains(done) ? done : null;
    }

    static String path(Account account, @Nullable String done) {
        return "/console/account?account=" + URLEncoder.encode(account.name(), StandardCharsets.UTF_8)
                + (done == null ? "" : "&done=" + done);
    }

    /** Sends the command of a form, and leads back to the account. */
    private ResponseEntity<Void> execute(
            Account account,
            StaffUser user,
            HttpServletRequest request,
            String done,
            BiFunction<StaffOrder, FormFields, LogEntry.Command> command) {
        FormFields form = FormFields.of(request);
        StaffOrder order = StaffOrder.of(user, form, account, clock);
        gateway.execute(command.apply(order, form));
        return LocalPath.redirect(path(account, done));
    }

    @PostMapping("/console/account/grant")
    ResponseEntity<Void> grant(Account account, @AuthenticationPrincipal StaffUser user, HttpServletRequest request) {
        return execute(account, user, request, "granted", (order, form) -> {
            @Nullable Integer days = days(form);
            return new LogEntry.GrantRequest(new GrantCommand.Open(
                    order.id(),
                    order.account(),
                    order.time(),
                    order.by(),
                    order.channel(),
                    null,
                    days == null ? null : order.time().plus(Duration.ofDays(days)),
                    countries(form),
                    form.text("reason", StaffOrder.MAX_REASON)));
        });
    }

    @PostMapping("/console/account/grant/extension")
    ResponseEntity<Void> extend(Account account, @AuthenticationPrincipal StaffUser user, HttpServletRequest request) {
        return execute(
                account,
                user,
                request,
                "extended",
                (order, form) -> new LogEntry.GrantRequest(new GrantCommand.Extend(
                        order.id(), order.account(), order.time(), order.by(), order.channel(), id(form))));
    }

    @PostMapping("/console/account/grant/end")
    ResponseEntity<Void> revoke(Account account, @AuthenticationPrincipal StaffUser user, HttpServletRequest request) {
        return execute(
                account,
                user,
                request,
                "revoked",
                (order, form) -> new LogEntry.GrantRequest(new GrantCommand.Revoke(
                        order.id(), order.account(), order.time(), order.by(), order.channel(), id(form))));
    }

    @PostMapping("/console/account/hold")
    ResponseEntity<Void> hold(Account account, @AuthenticationPrincipal StaffUser user, HttpServletRequest request) {
        return execute(account, user, request, "held", (order, form) -> {
            @Nullable Integer days = days(form);
            @Nullable Instant until = days == null ? null : order.time().plus(Duration.ofDays(days));
            return new LogEntry.HoldRequest(new HoldCommand.Place(
                    order.id(), order.account(), order.time(), order.by(), order.channel(), until, reason(form)));
        });
    }

    /** A member of staff is a named person, so the release needs a reason and no further proof. */
    @PostMapping("/console/account/release")
    ResponseEntity<Void> release(Account account, @AuthenticationPrincipal StaffUser user, HttpServletRequest request) {
        return execute(
                account,
                user,
                request,
                "released",
                (order, form) -> new LogEntry.HoldRequest(new HoldCommand.Release(
                        order.id(), order.account(), order.time(), order.by(), order.channel(), true, reason(form))));
    }

    @PostMapping("/console/account/case")
    ResponseEntity<Void> report(Account account, @AuthenticationPrincipal StaffUser user, HttpServletRequest request) {
        return execute(
                account,
                user,
                request,
                "reported",
                (order, form) -> new LogEntry.CaseRequest(new CaseCommand.Report(
                        new CaseCommand.Header(
                                order.id(), order.account(), order.time(), order.by(), order.channel(), null, null),
                        "",
                        reason(form))));
    }

    private static String reason(FormFields form) {
        String reason = form.text("reason", StaffOrder.MAX_REASON);
        if (reason.isEmpty()) {
            throw ApiProblems.field("reason", WHY);
        }
        return reason;
    }

    /** The id of a grant; null without one, which is all of them, or the one that ends last. */
    private static @Nullable String id(FormFields form) {
        String id = form.text("grant", MAX_ID);
        return id.isEmpty() ? null : id;
    }

    private static @Nullable Integer days(FormFields form) {
        String days = form.text("days", MAX_ID);
        if (days.isEmpty()) {
            return null;
        }
        int number = days.matches("\\d{1,3}") ? Integer.parseInt(days) : 0;
        if (number < 1 || number > MOST_DAYS) {
            throw ApiProblems.field("days", "must be a whole number from 1 to " + MOST_DAYS + ", or empty");
        }
        return number;
    }

    /** Codes between blanks or commas. */
    private static SortedSet<String> countries(FormFields form) {
        SortedSet<String> codes = new TreeSet<>();
        List<String> known = List.of(Locale.getISOCountries());
        for (String word : form.text("countries", MAX_COUNTRIES).split("[\\s,、，]+")) {
            String code = word.toUpperCase(Locale.ROOT);
            if (!code.isEmpty() && !known.contains(code) && !code.equals("XK")) {
                throw ApiProblems.field(
                        "countries", "must be ISO 3166 codes of two letters such as DE, FR; one is none");
            }
            if (!code.isEmpty()) {
                codes.add(code);
            }
        }
        return codes;
    }
}
