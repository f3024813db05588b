package org.sekimori.mail;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decision on one submission and its reasons; a record of {@code decisions}.
 *
 * @param id derived from account and event id, so a replay gives the same id
 * @param eventId the event decided on
 * @param reference short code that a customer can read out on the telephone, see {@link ReferenceCode}
 * @param time the event's time
 * @param account the submitting account
 * @param verdict the verdict to answer
 * @param would the verdict without observation, if the domain is only observed and it differs; else null
 * @param findings the rules that matched, shadow rules included
 * @param flags ids of enforced rules that flagged the account
 * @param origin the client's origin
 * @param grant id of the grant that let it pass; null if none was needed or present
 * @param home country or network of the account's own home that let it pass; null if the domain's home did or it was overseas
 * @param rulebook id of the rulebook that decided
 * @param counters the account's counters after this decision
 * @param refusal details of a refusal; null for an accept
 * @param shadow the candidate rulebook's result; null without a candidate
 */
public record Decision(
        String id,
        String eventId,
        String reference,
        Instant time,
        Account account,
        Verdict verdict,
        @Nullable Verdict would,
        List<Finding> findings,
        List<String> flags,
        Origin origin,
        @Nullable String grant,
        @Nullable String home,
        String rulebook,
        SubmissionCounters counters,
        @Nullable Refusal refusal,
        @Nullable Shadow shadow) {

    /** Starts a decision; its event, reference, origin and rulebook have to be set, too. */
    public static DecisionBuilder builder(String id, Instant time, Account account, Verdict verdict) {
        return new DecisionBuilder(id, time, account, verdict);
    }

    /**
     * What a candidate rulebook would have decided, on the state kept by the active rulebook. It never acts.
     *
     * @param rulebook id of the candidate
     * @param differs whether its verdict, its flags, or the effects of its shadow rules differ
     * @param verdict its verdict
     * @param flags ids of its enforced rules that flagged
     * @param findings its rules that matched
     */
    public record Shadow(
            String rulebook, boolean differs, Verdict verdict, List<String> flags, List<Finding> findings) {}

    /**
     * Details of a refusal.
     *
     * @param customer text for the customer in the language of the domain; contains no rule internals
     * @param analyst text for the analyst
     * @param figures the profile's figures by name, such as {@code sent_1h}
     */
    public record Refusal(String customer, String analyst, Map<String, Number> figures) {}
}
