package org.sekimori.api.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.AccountArgumentResolver;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandGateway;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.RequestFields;
import org.sekimori.engine.LogEntry;
import org.sekimori.grants.AccountHomeCommand;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.mail.Account;
import org.sekimori.mail.IpNetwork;
import org.sekimori.stream.AccountStatus;
import org.sekimori.text.QuotedText;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Sets, removes and lists own homes of accounts. Each change opens or closes submission from abroad for good, so it needs a named
 * person and a reason.
 */
@RestController
public class AccountHomesController {

    private static final int MAX_NETWORK = 50;
    private static final int MAX_DAY = 10;
    private static final String WHO = "is missing; name the person who answers for it, not the key";
    private static final String WHY = "is missing; say why the account is at home there";

    private final CommandGateway gateway;
    private final AccountStatus status;
    private final Clock clock;
    private final Account.LoginNormalizer naming;

    AccountHomesController(CommandGateway gateway, AccountStatus status, Clock clock, Account.LoginNormalizer naming) {
        this.gateway = gateway;
        this.status = status;
        this.clock = clock;
        this.naming = naming;
    }

    @PutMapping({"/v1/account/home", "/v1/accounts/{account}/home"})
    ResponseEntity<AccountHomeView> set(Account account, HttpServletRequest request) {
        RequestFields fields = RequestFields.of(request, Set.of("countries", "networks", "review", "reason", "by"));
        SortedSet<String> countries = fields.countries("countries");
        List<IpNetwork> networks = networks(fields);
        @Nullable LocalDate review = review(fields);
        String reason = given("reason", fields.text("reason", RequestFields.MAX_REASON), WHY);
        CommandMetadata c = metadata(account, request, fields.name("by", RequestFields.MAX_BY), reason);
        gateway.execute(new LogEntry.HomeRequest(new AccountHomeCommand.Set(
                c.id(), c.account(), c.time(), c.by(), c.channel(), countries, networks, review, reason)));
        return answer(c, AccountHomeView.done(account.name(), countries, networks));
    }

    @DeleteMapping({"/v1/account/home", "/v1/accounts/{account}/home"})
    ResponseEntity<AccountHomeView> clear(
            AccountArgumentResolver.AsSent account,
            @RequestParam @Nullable String by,
            @RequestParam @Nullable String reason,
            HttpServletRequest request) {
        RequestFields.of(request, Set.of());
        String why = given("reason", RequestFields.text("reason", reason, RequestFields.MAX_REASON), WHY);
        Account listed = CommandMetadata.existingAccount(
                account.name(), naming, name -> status.home(name).isPresent());
        CommandMetadata c = metadata(listed, request, RequestFields.name("by", by, RequestFields.MAX_BY), why);
        gateway.execute(new LogEntry.HomeRequest(
                new AccountHomeCommand.Clear(c.id(), c.account(), c.time(), c.by(), c.channel(), why)));
        return answer(c, AccountHomeView.none(listed.name()));
    }

    @GetMapping({"/v1/account/home", "/v1/accounts/{account}/home"})
    AccountHomeView show(Account account) {
        return status.home(account)
                .map(home -> AccountHomeView.of(account.name(), home, clock.instant()))
                .orElseGet(() -> AccountHomeView.none(account.name()));
    }

    @GetMapping("/v1/homes")
    AccountHomeView.All all(@RequestParam(defaultValue = "false") boolean due) {
        Instant now = clock.instant();
        return AccountHomeView.All.of(status.allHomes().entrySet().stream()
                .filter(entry -> !due || entry.getValue().due(now))
                .map(entry -> AccountHomeView.of(entry.getKey(), entry.getValue(), now))
                .toList());
    }

    private static List<IpNetwork> networks(RequestFields fields) {
        if (!fields.has("networks")) {
            return List.of();
        }
        try {
            return fields.list("networks", AccountHomeOverride.MOST_NETWORKS, MAX_NETWORK).stream()
                    .map(IpNetwork::of)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw ApiProblems.field("networks", String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable LocalDate review(RequestFields fields) {
        @Nullable String day = fields.text("review", MAX_DAY);
        try {
            return day == null ? null : LocalDate.parse(day);
        } catch (DateTimeException e) {
            throw ApiProblems.field(
                    "review", "must be a day such as 2027-06-01, not " + QuotedText.of(String.valueOf(day)));
        }
    }

    private static String given(String field, @Nullable String text, String advice) {
        if (text == null) {
            throw ApiProblems.field(field, advice);
        }
        return text;
    }

    private CommandMetadata metadata(Account account, HttpServletRequest request, @Nullable String by, String reason) {
        if (!CommandMetadata.isBackedByPerson(by, reason)) {
            throw ApiProblems.field("by", WHO);
        }
        return CommandMetadata.of(request, account, clock, by);
    }

    private static ResponseEntity<AccountHomeView> answer(CommandMetadata metadata, AccountHomeView view) {
        return ResponseEntity.ok()
                .header(CommandMetadata.IDEMPOTENCY_KEY, metadata.id())
                .body(view);
    }
}
