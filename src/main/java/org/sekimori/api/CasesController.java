package org.sekimori.api;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.Case.State;
import org.sekimori.cases.CaseCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.Quoted;
import org.sekimori.stream.Standing;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Cases: listed and closed. They are opened by decisions alone. */
@RestController
class CasesController {

    private static final int MAX_WORD = 40;

    private final CommandDesk desk;
    private final Standing standing;
    private final Clock clock;
    private final Account.Naming naming;

    CasesController(CommandDesk desk, Standing standing, Clock clock, Account.Naming naming) {
        this.desk = desk;
        this.standing = standing;
        this.clock = clock;
        this.naming = naming;
    }

    @GetMapping("/v1/cases")
    CaseView.All all(@RequestParam(defaultValue = "all") String state) {
        Predicate<Case> wanted =
                switch (state) {
                    case "open" -> one -> one.state() != State.CLOSED;
                    case "closed" -> one -> one.state() == State.CLOSED;
                    case "all" -> one -> true;
                    default -> throw Problems.field("state", "must be open, closed or all, not " + Quoted.of(state));
                };
        List<CaseView> views = standing.allCases().entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().all().stream().filter(wanted).map(one -> CaseView.of(entry.getKey(), one)))
                .sorted(CaseView.NEWEST_FIRST)
                .toList();
        return new CaseView.All(views);
    }

    @GetMapping("/v1/accounts/{account}/cases")
    CaseView.OfAccount ofAccount(@PathVariable String account) {
        Account known = Caller.account(account, naming);
        List<CaseView> views = standing.cases(known).all().stream()
                .map(one -> CaseView.of(known.name(), one))
                .sorted(CaseView.NEWEST_FIRST)
                .toList();
        return new CaseView.OfAccount(known.name(), views);
    }

    @PostMapping("/v1/cases/{id}/close")
    ResponseEntity<CaseView.Closed> close(@PathVariable String id, HttpServletRequest request) {
        String code = CodeText.read("id", id);
        RequestFields fields = RequestFields.of(request, Set.of("account", "outcome", "reason", "by"));
        String word = fields.required("outcome", MAX_WORD, "write confirmed or false_positive");
        Case.@Nullable Outcome outcome = Case.Outcome.of(word);
        if (outcome == null) {
            throw Problems.field("outcome", "must be confirmed or false_positive, not " + Quoted.of(word));
        }
        String reason = fields.required("reason", RequestFields.MAX_REASON, "say how it is known");
        @Nullable String named = fields.text("account", Account.MAX_LENGTH);
        Account account = named == null ? owner(code) : Caller.account(named, naming);
        Caller c = Caller.of(request, account, clock, fields.name("by", RequestFields.MAX_BY));
        desk.carryOut(new CaseCommand.Close(
                new CaseCommand.Head(c.id(), account, c.time(), c.by(), c.channel(), code, null),
                outcome,
                true,
                reason));
        return ResponseEntity.ok()
                .header(Caller.IDEMPOTENCY_KEY, c.id())
                .body(new CaseView.Closed(account.name(), code, State.CLOSED.word(), outcome.word()));
    }

    /** Whose case it is. Two may have the same code, and the lists may lag: both are said rather than guessed. */
    private Account owner(String code) {
        List<String> owners = standing.allCases().entrySet().stream()
                .filter(entry ->
                        entry.getValue().all().stream().anyMatch(one -> one.id().equals(code)))
                .map(entry -> entry.getKey())
                .toList();
        if (owners.isEmpty()) {
            throw Problems.missing("id", "there is no case " + code + "; list the cases, or name the account");
        }
        if (owners.size() > 1) {
            throw Problems.refused(
                    "several accounts have a case " + code + "; name the account: " + String.join(", ", owners));
        }
        return Account.of(owners.get(0));
    }
}
