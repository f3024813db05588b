package org.sekimori.api;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Account;
import org.sekimori.stream.Standing;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Grants: opened, extended, revoked and listed. */
@RestController
class GrantsController {

    private static final int MAX_GRANT_ID = 40;

    private final CommandDesk desk;
    private final Standing standing;
    private final Clock clock;

    GrantsController(CommandDesk desk, Standing standing, Clock clock) {
        this.desk = desk;
        this.standing = standing;
        this.clock = clock;
    }

    @PostMapping({"/v1/account/grants", "/v1/accounts/{account}/grants"})
    ResponseEntity<GrantsView> open(Account account, HttpServletRequest request) {
        RequestFields fields = RequestFields.of(request, Set.of("from", "until", "countries", "reason", "by"));
        @Nullable String reason = fields.text("reason", RequestFields.MAX_REASON);
        Caller caller = caller(account, request, fields.name("by", RequestFields.MAX_BY));
        return carryOut(
                201,
                new GrantCommand.Open(
                        caller.id(),
                        caller.account(),
                        caller.time(),
                        caller.by(),
                        caller.channel(),
                        fields.time("from"),
                        fields.time("until"),
                        fields.countries("countries"),
                        reason == null ? "" : reason));
    }

    @PostMapping({"/v1/account/grants/extension", "/v1/accounts/{account}/grants/extension"})
    ResponseEntity<GrantsView> extendLast(Account account, HttpServletRequest request) {
        return extend(account, null, request);
    }

    @PostMapping({"/v1/account/grants/{id}/extension", "/v1/accounts/{account}/grants/{id}/extension"})
    ResponseEntity<GrantsView> extendOne(Account account, @PathVariable String id, HttpServletRequest request) {
        return extend(account, id, request);
    }

    private ResponseEntity<GrantsView> extend(Account account, @Nullable String id, HttpServletRequest request) {
        RequestFields fields = RequestFields.of(request, Set.of("by"));
        Caller c = caller(account, request, fields.name("by", RequestFields.MAX_BY));
        return carryOut(200, new GrantCommand.Extend(c.id(), c.account(), c.time(), c.by(), c.channel(), checked(id)));
    }

    @DeleteMapping({"/v1/account/grants", "/v1/accounts/{account}/grants"})
    ResponseEntity<GrantsView> revokeAll(
            Account account, @RequestParam @Nullable String by, HttpServletRequest request) {
        return revoke(account, null, by, request);
    }

    @DeleteMapping({"/v1/account/grants/{id}", "/v1/accounts/{account}/grants/{id}"})
    ResponseEntity<GrantsView> revokeOne(
            Account account, @PathVariable String id, @RequestParam @Nullable String by, HttpServletRequest request) {
        return revoke(account, id, by, request);
    }

    private ResponseEntity<GrantsView> revoke(
            Account account, @Nullable String id, @Nullable String by, HttpServletRequest request) {
        RequestFields.of(request, Set.of());
        Caller c = caller(account, request, RequestFields.name("by", by, RequestFields.MAX_BY));
        return carryOut(200, new GrantCommand.Revoke(c.id(), c.account(), c.time(), c.by(), c.channel(), checked(id)));
    }

    @GetMapping({"/v1/account/grants", "/v1/accounts/{account}/grants"})
    GrantsView list(Account account) {
        return GrantsView.of(account.name(), standing.grants(account), clock.instant());
    }

    @GetMapping("/v1/grants")
    GrantsView.All all(@RequestParam(defaultValue = "false") boolean active) {
        Instant now = clock.instant();
        List<GrantsView> views = standing.allGrants().entrySet().stream()
                .map(entry -> GrantsView.of(entry.getKey(), entry.getValue(), now))
                .map(view -> active ? view.activeOnly() : view)
                .filter(view -> !view.grants().isEmpty())
                .toList();
        return new GrantsView.All(views);
    }

    private Caller caller(Account account, HttpServletRequest request, @Nullable String by) {
        return Caller.of(request, account, clock, by);
    }

    private static @Nullable String checked(@Nullable String id) {
        return id == null ? null : RequestFields.text("id", id, MAX_GRANT_ID);
    }

    private ResponseEntity<GrantsView> carryOut(int status, GrantCommand command) {
        GrantsView view =
                GrantsView.of(command.account().name(), desk.carryOut(command).grants(), command.time());
        return ResponseEntity.status(status)
                .header(Caller.IDEMPOTENCY_KEY, command.id())
                .body(view);
    }
}
