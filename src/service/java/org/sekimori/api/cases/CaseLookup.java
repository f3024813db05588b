package org.sekimori.api.cases;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.mail.Account;
import org.sekimori.stream.AccountStatus;
import org.springframework.stereotype.Component;

/** Finds cases in this instance's projection, which lags behind the step by a commit interval. */
@Component
public class CaseLookup {

    private final AccountStatus status;
    private final Clock clock;

    CaseLookup(AccountStatus status, Clock clock) {
        this.status = status;
        this.clock = clock;
    }

    /**
     * Cases without their histories, in no order that means something.
     *
     * @param wanted gets the account's name and the case
     */
    public List<CaseView> views(BiPredicate<String, Case> wanted) {
        Instant now = clock.instant();
        SortedMap<String, Hold> holds = status.allHolds();
        List<CaseView> views = new ArrayList<>();
        status.allCases().forEach((account, set) -> {
            for (Case one : set.all()) {
                if (wanted.test(account, one)) {
                    views.add(CaseView.of(account, one, holds.get(account), now));
                }
            }
        });
        return views;
    }

    /** The cases of one account. */
    public List<CaseView> views(Account account) {
        Instant now = clock.instant();
        @Nullable Hold hold = status.hold(account).orElse(null);
        return status.cases(account).all().stream()
                .map(one -> CaseView.of(account.name(), one, hold, now))
                .sorted(CaseView.NEWEST_FIRST)
                .toList();
    }

    /** The cases of one account as they are: closed ones, oldest first, then the open one. */
    List<Case> cases(Account account) {
        return status.cases(account).all();
    }

    /** All cases, by account. */
    SortedMap<String, CaseSet> all() {
        return status.allCases();
    }

    /** The complete current case. */
    public CaseView view(Account account, Case one) {
        return CaseView.whole(account.name(), one, status.hold(account).orElse(null), clock.instant());
    }

    /** The case with this code; the account is needed if two have one of the same code. */
    public Case find(Account account, String code) {
        return status.cases(account).find(code).orElseThrow(() -> missing(code));
    }

    /**
     * The account of a case. Two cases may have the same code, and the projection may lag: both are reported rather than guessed.
     */
    public Account owner(String code) {
        List<String> owners = status.allCases().entrySet().stream()
                .filter(entry -> entry.getValue().find(code).isPresent())
                .map(entry -> entry.getKey())
                .toList();
        if (owners.isEmpty()) {
            throw missing(code);
        }
        if (owners.size() > 1) {
            throw ApiProblems.refused(
                    "several accounts have a case " + code + "; name the account: " + String.join(", ", owners));
        }
        return Account.of(owners.get(0));
    }

    private static RuntimeException missing(String code) {
        return ApiProblems.missing("id", "there is no case " + code + "; list the cases, or name the account");
    }
}
