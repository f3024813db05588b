package org.sekimori.api;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.grants.Home;
import org.sekimori.grants.HomeCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.Network;
import org.sekimori.mail.Quoted;
import org.sekimori.stream.Standing;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Homes that accounts have of their own: set, taken away and listed. Each change opens or closes submission from abroad for good, so it
 * needs a named person and a reason.
 */
@RestController
class HomesController {

    private static final int MAX_NETWORK = 50;
    private static final int MAX_DAY = 10;
    private static final String WHO = "is missing; name the person who answers for it, not the key";
    private static final String WHY = "is missing; say why the account is at home there";

    private final CommandDesk desk;
    private final Standing standing;
    private final Clock clock;
    private final Account.Naming naming;

    HomesController(CommandDesk desk, Standing standing, Clock clock, Account.Naming naming) {
        this.desk = desk;
        this.standing = standing;
        this.clock = clock;
        this.naming = naming;
    }

    @PutMapping({"/v1/account/home", "/v1/accounts/{account}/home"})
    ResponseEntity<HomeView> set(Account account, HttpServletRequest request) {
        RequestFields fields = RequestFields.of(request, Set.of("countries", "networks", "review", "reason", "by"));
        SortedSet<String> countries = fields.countries("countries");
        List<Network> networks = networks(fields);
        @Nullable LocalDate review = review(fields);
        String reason = given("reason", fields.text("reason", RequestFields.MAX_REASON), WHY);
        Caller c = caller(account, request, fields.name("by", RequestFields.MAX_BY), reason);
        desk.carryOut(new HomeCommand.Set(
                c.id(), c.account(), c.time(), c.by(), c.channel(), countries, networks, review, reason));
        return answer(c, HomeView.done(account.name(), countries, networks));
    }

    @DeleteMapping({"/v1/account/home", "/v1/accounts/{account}/home"})
    ResponseEntity<HomeView> clear(
            AccountArgument.AsSent account,
            @RequestParam @Nullable String by,
            @RequestParam @Nullable String reason,
            HttpServletRequest request) {
        RequestFields.of(request, Set.of());
        String why = given("reason", RequestFields.text("reason", reason, RequestFields.MAX_REASON), WHY);
        Account listed = Caller.listed(
                account.name(), naming, name -> standing.home(name).isPresent());
        Caller c = caller(listed, request, RequestFields.name("by", by, RequestFields.MAX_BY), why);
        desk.carryOut(new HomeCommand.Clear(c.id(), c.account(), c.time(), c.by(), c.channel(), why));
        return answer(c, HomeView.none(listed.name()));
    }

    @GetMapping({"/v1/account/home", "/v1/accounts/{account}/home"})
    HomeView show(Account account) {
        return standing.home(account)
                .map(home -> HomeView.of(account.name(), home, clock.instant()))
                .orElseGet(() -> HomeView.none(account.name()));
    }

    @GetMapping("/v1/homes")
    HomeView.All all(@RequestParam(defaultValue = "false") boolean due) {
        Instant now = clock.instant();
        return HomeView.All.of(standing.allHomes().entrySet().stream()
                .filter(entry -> !due || entry.getValue().due(now))
                .map(entry -> HomeView.of(entry.getKey(), entry.getValue(), now))
                .toList());
    }

    private static List<Network> networks(RequestFields fields) {
        if (!fields.has("networks")) {
            return List.of();
        }
        try {
            return fields.list("networks", Home.MOST_NETWORKS, MAX_NETWORK).stream()
                    .map(Network::of)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw Problems.field("networks", String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable LocalDate review(RequestFields fields) {
        @Nullable String day = fields.text("review", MAX_DAY);
        try {
            return day == null ? null : LocalDate.parse(day);
        } catch (DateTimeException e) {
            throw Problems.field("review", "must be a day such as 2027-06-01, not " + Quoted.of(String.valueOf(day)));
        }
    }

    private static String given(String field, @Nullable String text, String advice) {
        if (text == null) {
            throw Problems.field(field, advice);
        }
        return text;
    }

    private Caller caller(Account account, HttpServletRequest request, @Nullable String by, String reason) {
        if (!Caller.vouched(by, reason)) {
            throw Problems.field("by", WHO);
        }
        return Caller.of(request, account, clock, by);
    }

    private static ResponseEntity<HomeView> answer(Caller caller, HomeView view) {
        return ResponseEntity.ok().header(Caller.IDEMPOTENCY_KEY, caller.id()).body(view);
    }
}
