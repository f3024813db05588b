package org.sekimori.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.profile.Profile;

/**
 * State of one account; a value that each step replaces as a whole.
 *
 * @param profile the account's habits
 * @param grants its travel grants
 * @param hold its hold; null without one
 * @param answers the latest answers, oldest first; at most {@link #MAX_ANSWERS}, none older than a day
 * @param cases its cases; null without any, as for most accounts
 * @param home its own home countries beside its domain's; null unless a person set some
 */
public record AccountState(
        Profile profile,
        GrantSet grants,
        @Nullable Hold hold,
        List<CachedAnswer> answers,
        @Nullable CaseSet cases,
        @Nullable AccountHomeOverride home) {

    /** Most answers that are kept. */
    static final int MAX_ANSWERS = 64;

    private static final long DAY_SECONDS = 86_400;

    /** An account that was never seen. */
    public static final AccountState NEW = new AccountState(Profile.NEW, GrantSet.NONE, null, List.of());

    public AccountState {
        answers = List.copyOf(answers);
        cases = cases == null || cases.isEmpty() ? null : cases;
    }

    /** The state of an account without cases and without a home of its own. */
    public AccountState(Profile profile, GrantSet grants, @Nullable Hold hold, List<CachedAnswer> answers) {
        this(profile, grants, hold, answers, null, null);
    }

    /** The answer to the submission with this fingerprint, null if it is not remembered. */
    @Nullable
    CachedAnswer answer(long fingerprint) {
        for (int i = answers.size() - 1; i >= 0; i--) {
            if (answers.get(i).fingerprint() == fingerprint) {
                return answers.get(i);
            }
        }
        return null;
    }

    /** The newest answer with this reference code, null if it is not remembered. */
    @Nullable
    CachedAnswer answer(String code) {
        for (int i = answers.size() - 1; i >= 0; i--) {
            if (ReferenceCode.code(answers.get(i).fingerprint()).equals(code)) {
                return answers.get(i);
            }
        }
        return null;
    }

    AccountState with(Profile newProfile, CachedAnswer answer) {
        long oldest = answer.second() - DAY_SECONDS;
        List<CachedAnswer> kept = new ArrayList<>(Math.min(MAX_ANSWERS, answers.size() + 1));
        for (int i = Math.max(0, answers.size() + 1 - MAX_ANSWERS); i < answers.size(); i++) {
            if (answers.get(i).second() >= oldest) {
                kept.add(answers.get(i));
            }
        }
        kept.add(answer);
        return new AccountState(newProfile, grants, hold, kept, cases, home);
    }

    AccountState with(Profile newProfile) {
        return new AccountState(newProfile, grants, hold, answers, cases, home);
    }

    AccountState with(GrantSet newGrants) {
        return new AccountState(profile, newGrants, hold, answers, cases, home);
    }

    AccountState withHold(@Nullable Hold newHold) {
        return new AccountState(profile, grants, newHold, answers, cases, home);
    }

    AccountState with(CaseSet newCases) {
        return new AccountState(profile, grants, hold, answers, newCases, home);
    }

    AccountState withHome(@Nullable AccountHomeOverride newHome) {
        return new AccountState(profile, grants, hold, answers, cases, newHome);
    }

    /** Its cases; an empty set without any. */
    public CaseSet caseSet() {
        return cases == null ? CaseSet.NONE : cases;
    }
}
