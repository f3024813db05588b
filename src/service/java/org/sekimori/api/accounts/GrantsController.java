package org.sekimori.api.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.RequestFields;
import org.sekimori.engine.LogEntry;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Account;
import org.sekimori.stream.AccountStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Opens, extends, revokes and lists grants. */
@RestController
public class GrantsController {

    private static final int MAX_GRANT_ID = 40;

    private final CommandGateway gateway;
    private final AccountStatus accountStatus;
    private final Clock clock;

    GrantsController(CommandGateway gateway, AccountStatus status, Clock clock) {
        this.gateway = gateway;
        this.accountStatus = status;
        this.clock = clock;
    }

    @PostMapping({"/v1/account/grants", "/v1/accounts/{account}/grants"})
    ResponseEntity<GrantListView> open(Account account, HttpServletRequest request) {
        RequestFields fields = RequestFields.of(request, Set.of("from", "until", "countries", "reason", "by"));
        @Nullable String reason = fields.text("reason", RequestFields.MAX_REASON);
        CommandMetadata metadata = metadata(account, request, fields.name("by", RequestFields.MAX_BY));
        return carryOut(
                201,
                new GrantCommand.Open(
                        metadata.id(),
                        metadata.account(),
                        metadata.time(),
                        metadata.by(),
                        metadata.channel(),
                        fields.time("from"),
                        fields.time("until"),
                        fields.countries("countries"),
                        reason == null ? "" : reason));
    }

    @PostMapping({"/v1/account/grants/extension", "/v1/accounts/{account}/grants/extension"})
    ResponseEntity<GrantListView> extendLast(Account account, HttpServletRequest request) {
        return extend(account, null, request);
    }

    @PostMapping({"/v1/account/grants/{id}/extension", "/v1/accounts/{account}/grants/{id}/extension"})
    ResponseEntity<GrantListView> extendOne(Account account, @PathVariable String id, HttpServletRequest request) {
        return extend(account, id, request);
    }

    private ResponseEntity<GrantListView> extend(Account account, @Nullable String id, HttpServletRequest request) {
        RequestFields fields = RequestFields.of(request, Set.of("by"));
        CommandMetadata c = metadata(account, request, fields.name("by", RequestFields.MAX_BY));
        return carryOut(200, new GrantCommand.Extend(c.id(), c.account(), c.time(), c.by(), c.channel(), checked(id)));
    }

    @DeleteMapping({"/v1/account/grants", "/v1/accounts/{account}/grants"})
    ResponseEntity<GrantListView> revokeAll(
            Account account, @RequestParam @Nullable String by, HttpServletRequest request) {
        return revoke(account, null, by, request);
    }

    @DeleteMapping({"/v1/account/grants/{id}", "/v1/accounts/{account}/grants/{id}"})
    ResponseEntity<GrantListView> revokeOne(
            Account account, @PathVariable String id, @RequestParam @Nullable String by, HttpServletRequest request) {
        return revoke(account, id, by, request);
    }

    private ResponseEntity<GrantListView> revoke(
            Account account, @Nullable String id, @Nullable String by, HttpServletRequest request) {
        RequestFields.of(request, Set.of());
        CommandMetadata c = metadata(account, request, RequestFields.name("by", by, RequestFields.MAX_BY));
        return carryOut(200, new GrantCommand.Revoke(c.id(), c.account(), c.time(), c.by(), c.channel(), checked(id)));
    }

    @GetMapping({"/v1/account/grants", "/v1/accounts/{account}/grants"})
    GrantListView list(Account account) {
        return GrantListView.of(account.name(), accountStatus.grants(account), clock.instant());
    }

    @GetMapping("/v1/grants")
    GrantListView.All all(@RequestParam(defaultValue = "false") boolean active) {
        Instant now = clock.instant();
        List<GrantListView> views = accountStatus.allGrants().entrySet().stream()
                .map(entry -> GrantListView.of(entry.getKey(), entry.getValue(), now))
                .map(view -> active ? view.activeOnly() : view)
                .filter(view -> !view.grants().isEmpty())
                .toList();
        return new GrantListView.All(views);
    }

    private CommandMetadata metadata(Account account, HttpServletRequest request, @Nullable String by) {
        return CommandMetadata.of(request, account, clock, by);
    }

    private static @Nullable String checked(@Nullable String id) {
        return id == null ? null : RequestFields.text("id", id, MAX_GRANT_ID);
    }

    private ResponseEntity<GrantListView> carryOut(int status, GrantCommand command) {
        GrantListView view = GrantListView.of(
                command.account().name(),
                gateway.execute(new LogEntry.GrantRequest(command)).grants(),
                command.time());
        return ResponseEntity.status(status)
                .header(CommandMetadata.IDEMPOTENCY_KEY, command.id())
                .body(view);
    }
}
