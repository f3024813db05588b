package org.sekimori.stream;

import java.util.Optional;
import java.util.SortedMap;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.Account;

/** Projected state of accounts, for display and for the local fallback; decisions on the log never use it. Thread-safe. */
public interface AccountStatus {

    /** The grants of an account; an empty set without any. */
    GrantSet grants(Account account);

    /** The home that an account has of its own. */
    Optional<AccountHomeOverride> home(Account account);

    /** The hold of an account. */
    Optional<Hold> hold(Account account);

    /** The cases of an account; an empty set without any. Figures of an open one may lag by an eighth. */
    CaseSet cases(Account account);

    /** Every account that has grants, by name, with them. */
    SortedMap<String, GrantSet> allGrants();

    /** Every account that has a home of its own, by name, with it. */
    SortedMap<String, AccountHomeOverride> allHomes();

    /** Every account on hold, by name. */
    SortedMap<String, Hold> allHolds();

    /** Every account that has cases, by name, with them. */
    SortedMap<String, CaseSet> allCases();
}
