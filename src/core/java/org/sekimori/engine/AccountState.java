package org.sekimori.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.grants.AccountHomeOverride;
import org.sekimori.grants.GrantSet;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.neighbours.NeighbourMemory;
import org.sekimori.profile.Profile;
import org.sekimori.profile.codec.StateSection;
import org.sekimori.profile.codec.StateSections;

/**
 * State of one account; a value that each step replaces as a whole.
 *
 * @param profile the account's habits
 * @param grants its travel grants
 * @param hold its hold; null without one
 * @param answers the latest answers, oldest first; at most {@link #MAX_ANSWERS}, none older than a day
 * @param cases its cases; null without any, as for most accounts
 * @param home its own home countries beside its domain's; null unless a person set some
 * @param sections what was added since format 8, see {@link AccountSections}
 */
public record AccountState(
        Profile profile,
        GrantSet grants,
        @Nullable Hold hold,
        List<CachedAnswer> answers,
        @Nullable CaseSet cases,
        @Nullable AccountHomeOverride home,
        StateSections sections) {

    /** Clocks of servers differ by this much at most. */
    private static final long CLOCKS_SECONDS = 300;

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
        this(profile, grants, hold, answers, null, null, StateSections.NONE);
    }

    /** The state of an account without sections. */
    public AccountState(
            Profile profile,
            GrantSet grants,
            @Nullable Hold hold,
            List<CachedAnswer> answers,
            @Nullable CaseSet cases,
            @Nullable AccountHomeOverride home) {
        this(profile, grants, hold, answers, cases, home, StateSections.NONE);
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

    /** The rule that refused the newest of the submissions refused within this time before, null if none was. */
    @Nullable
    String refusedBy(Instant time, Duration within) {
        long now = time.getEpochSecond();
        for (int i = answers.size() - 1; i >= 0; i--) {
            CachedAnswer answer = answers.get(i);
            boolean recent = answer.second() <= now && answer.second() >= now - within.toSeconds();
            if (recent && answer.verdict().refuses()) {
                return answer.rule();
            }
        }
        return null;
    }

    /** Whether a submission with this key was decided, within five minutes before or after. */
    boolean decided(int key, long second) {
        return key != 0
                && answers.stream()
                        .anyMatch(
                                answer -> answer.key() == key && Math.abs(answer.second() - second) <= CLOCKS_SECONDS);
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
        return new AccountState(newProfile, grants, hold, kept, cases, home, sections);
    }

    AccountState with(Profile newProfile) {
        return new AccountState(newProfile, grants, hold, answers, cases, home, sections);
    }

    AccountState with(GrantSet newGrants) {
        return new AccountState(profile, newGrants, hold, answers, cases, home, sections);
    }

    AccountState withHold(@Nullable Hold newHold) {
        return new AccountState(profile, grants, newHold, answers, cases, home, sections);
    }

    AccountState with(CaseSet newCases) {
        return new AccountState(profile, grants, hold, answers, newCases, home, sections);
    }

    AccountState withHome(@Nullable AccountHomeOverride newHome) {
        return new AccountState(profile, grants, hold, answers, cases, newHome, sections);
    }

    /** With another value of a section. */
    <T> AccountState with(StateSection<T> kind, T value) {
        StateSections changed = sections.with(kind, value);
        return changed == sections ? this : new AccountState(profile, grants, hold, answers, cases, home, changed);
    }

    /** What it knows of its neighbours. */
    public NeighbourMemory neighbours() {
        return sections.get(AccountSections.NEIGHBOURS);
    }

    /** Its cases; an empty set without any. */
    public CaseSet caseSet() {
        return cases == null ? CaseSet.NONE : cases;
    }
}
