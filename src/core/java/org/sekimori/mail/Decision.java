package org.sekimori.mail;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about one submission and why; the record that {@code decisions} carries.
 *
 * @param id derived from account and event id, so the same event has the same decision id wherever it is replayed
 * @param eventId the event decided upon
 * @param reference short code that a customer can read out on the telephone, see {@link ReferenceCode}
 * @param time the event's time
 * @param account whose submission it was
 * @param verdict what a waiting door is told
 * @param would what would have been said, if this domain is only observed and it differs from the verdict; else null
 * @param findings the rules that matched, shadow rules included
 * @param flags ids of enforced rules that flagged the account
 * @param origin where the client was
 * @param grant id of the grant that let it pass, null if none was needed or none was there
 * @param home country or network of the account's own home that let it pass, null if its domain's home did or it was from elsewhere
 * @param rulebook id of the rulebook that decided
 * @param counters the account's counters after this decision
 * @param refusal what a refusal adds, null for an accept
 * @param shadow what another rulebook said that was asked beside this one, null if none was
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
     * What a candidate rulebook would have decided, about the account as it is under the rulebook in force. It never acts.
     *
     * @param rulebook id of the candidate
     * @param differs whether its verdict, its flags, or what its rules in the shadow would do are others
     * @param verdict what it would have told
     * @param flags ids of its enforced rules that flagged
     * @param findings its rules that matched
     */
    public record Shadow(
            String rulebook, boolean differs, Verdict verdict, List<String> flags, List<Finding> findings) {}

    /**
     * What a refusal adds to a decision.
     *
     * @param customer text for the customer in the language of the domain; contains no rule internals
     * @param analyst text for the analyst
     * @param figures the profile's figures by name, such as {@code sent_1h}
     */
    public record Refusal(String customer, String analyst, Map<String, Number> figures) {}
}
