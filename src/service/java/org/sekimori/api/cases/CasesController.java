package org.sekimori.api.cases;

import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.api.request.CommandMetadata;
import org.sekimori.api.request.ReferenceCodeParser;
import org.sekimori.cases.Case;
import org.sekimori.mail.Account;
import org.sekimori.text.QuotedText;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists and shows cases. {@link CaseCommandController} changes them. */
@RestController
public class CasesController {

    /** Largest and default length of a list. */
    private static final int MOST = 10_000;

    private final CaseLookup lookup;
    private final Account.LoginNormalizer naming;

    CasesController(CaseLookup lookup, Account.LoginNormalizer naming) {
        this.lookup = lookup;
        this.naming = naming;
    }

    @GetMapping("/v1/cases")
    CaseView.All all(
            @RequestParam(defaultValue = "all") String state,
            @RequestParam @Nullable String assignee,
            @RequestParam @Nullable String severity,
            @RequestParam @Nullable String account,
            @RequestParam(defaultValue = "newest") String sort,
            @RequestParam(defaultValue = "" + MOST) String limit) {
        BiPredicate<String, Case> wanted = CaseFilter.state(state)
                .and(CaseFilter.assignee(assignee))
                .and(CaseFilter.severity(severity))
                .and(CaseFilter.account(account, naming));
        Comparator<CaseView> order = order(sort);
        int most = most(limit);
        List<CaseView> views = lookup.views(wanted);
        return new CaseView.All(views.stream().sorted(order).limit(most).toList(), views.size());
    }

    private static Comparator<CaseView> order(String sort) {
        return switch (sort) {
            case "newest" -> CaseView.NEWEST_FIRST;
            case "priority" -> CaseView.URGENT_FIRST;
            default -> throw ApiProblems.field("sort", "must be newest or priority, not " + QuotedText.of(sort));
        };
    }

    private static int most(String limit) {
        int most = limit.matches("\\d{1,6}") ? Integer.parseInt(limit) : 0;
        if (most < 1 || most > MOST) {
            throw ApiProblems.field("limit", "must be 1 to " + MOST + ", not " + QuotedText.of(limit));
        }
        return most;
    }

    @GetMapping("/v1/cases/{id}")
    ResponseEntity<CaseView> one(@PathVariable String id, @RequestParam @Nullable String account) {
        String code = ReferenceCodeParser.read("id", id);
        Account owner = account == null ? lookup.owner(code) : CommandMetadata.account(account, naming);
        Case one = lookup.find(owner, code);
        return ResponseEntity.ok()
                .header(HttpHeaders.ETAG, ApiProblems.versionTag(one.version()))
                .body(lookup.view(owner, one));
    }

    @GetMapping({"/v1/account/cases", "/v1/accounts/{account}/cases"})
    CaseView.OfAccount ofAccount(Account account) {
        return new CaseView.OfAccount(account.name(), lookup.views(account));
    }
}
