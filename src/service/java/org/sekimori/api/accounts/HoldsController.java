package org.sekimori.api.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.AccountArgumentResolver;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.RequestFields;
import org.sekimori.cases.HoldCommand;
import org.sekimori.engine.LogEntry;
import org.sekimori.mail.Account;
import org.sekimori.stream.AccountStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Places, releases and lists holds. A hold past its end counts as ended, although no step has recorded it yet. */
@RestController
public class HoldsController {

    private final CommandGateway gateway;
    private final AccountStatus status;
    private final Clock clock;
    private final Account.LoginNormalizer naming;

    HoldsController(CommandGateway gateway, AccountStatus status, Clock clock, Account.LoginNormalizer naming) {
        this.gateway = gateway;
        this.status = status;
        this.clock = clock;
        this.naming = naming;
    }

    @PutMapping({"/v1/account/hold", "/v1/accounts/{account}/hold"})
    ResponseEntity<HoldView> place(Account account, HttpServletRequest request) {
        RequestFields fields = RequestFields.of(request, Set.of("until", "reason", "by"));
        @Nullable String reason = fields.text("reason", RequestFields.MAX_REASON);
        @Nullable Instant until = fields.time("until");
        CommandMetadata c = metadata(account, request, fields.name("by", RequestFields.MAX_BY));
        gateway.execute(new LogEntry.HoldRequest(
                new HoldCommand.Place(c.id(), c.account(), c.time(), c.by(), c.channel(), until, orEmpty(reason))));
        return answer(c, HoldView.placed(c.account().name(), until));
    }

    @DeleteMapping({"/v1/account/hold", "/v1/accounts/{account}/hold"})
    ResponseEntity<HoldView> release(
            AccountArgumentResolver.AsSent account,
            @RequestParam @Nullable String by,
            @RequestParam @Nullable String reason,
            HttpServletRequest request) {
        RequestFields.of(request, Set.of());
        @Nullable String why = RequestFields.text("reason", reason, RequestFields.MAX_REASON);
        @Nullable String who = RequestFields.name("by", by, RequestFields.MAX_BY);
        CommandMetadata c = CommandMetadata.of(
                request,
                CommandMetadata.existingAccount(
                        account.name(), naming, name -> status.hold(name).isPresent()),
                clock,
                who);
        gateway.execute(new LogEntry.HoldRequest(new HoldCommand.Release(
                c.id(),
                c.account(),
                c.time(),
                c.by(),
                c.channel(),
                CommandMetadata.isBackedByPerson(who, why),
                orEmpty(why))));
        return answer(c, HoldView.bare(c.account().name(), false));
    }

    @GetMapping({"/v1/account/hold", "/v1/accounts/{account}/hold"})
    HoldView show(Account account) {
        return status.hold(account)
                .filter(hold -> !hold.ended(clock.instant()))
                .map(hold -> HoldView.of(account.name(), hold))
                .orElseGet(() -> HoldView.bare(account.name(), false));
    }

    @GetMapping("/v1/holds")
    HoldView.All all() {
        Instant now = clock.instant();
        return new HoldView.All(status.allHolds().entrySet().stream()
                .filter(entry -> !entry.getValue().ended(now))
                .map(entry -> HoldView.of(entry.getKey(), entry.getValue()))
                .toList());
    }

    private CommandMetadata metadata(Account account, HttpServletRequest request, @Nullable String by) {
        return CommandMetadata.of(request, account, clock, by);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static ResponseEntity<HoldView> answer(CommandMetadata metadata, HoldView view) {
        return ResponseEntity.ok()
                .header(CommandMetadata.IDEMPOTENCY_KEY, metadata.id())
                .body(view);
    }
}
