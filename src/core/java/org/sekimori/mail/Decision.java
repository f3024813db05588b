package org.sekimori.mail;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The decision on one submission and its reasons, or what rules found at another event; a record of {@code decisions}.
 *
 * @param id derived from account and event id, so a replay gives the same id
 * @param eventId the event decided on
 * @param reference short code that a customer can read out on the telephone, see {@link ReferenceCode}
 * @param time the event's time
 * @param account the submitting account
 * @param verdict the verdict to answer
 * @param would the verdict without observation, if the domain is only observed or the message was queued before its attempt was
 *     reported, and it differs; else null
 * @param findings the rules that matched, shadow rules included
 * @param flags ids of enforced rules that flagged the account
 * @param origin the client's origin
 * @param grant id of the grant that let it pass; null if none was needed or present
 * @param home country or network of the account's own home that let it pass; null if the domain's home did or it was overseas
 * @param labels names of the account's labels when the rules ran, sorted; what this decision gave is among the findings
 * @param signs weight of each sign that enforced rules raised, in nats to two digits, by its name; empty if no rule found anything
 * @param rulebook id of the rulebook that decided
 * @param counters the account's counters after this decision
 * @param refusal details of a refusal or a quarantine; null for an accept
 * @param shadow the candidate rulebook's result; null without a candidate
 * @param trigger kind of the event that the rules ran on; of anything but {@link EventKind#ATTEMPT} the verdict is {@link
 *     Verdict#NONE}, and the findings are those that were not recorded within a day before
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
        List<String> labels,
        SortedMap<String, Double> signs,
        String rulebook,
        SubmissionCounters counters,
        @Nullable Refusal refusal,
        @Nullable Shadow shadow,
        EventKind trigger) {

    public Decision {
        signs = Collections.unmodifiableSortedMap(new TreeMap<>(signs));
        if ((trigger == EventKind.ATTEMPT) == (verdict instanceof Verdict.None)) {
            throw new IllegalArgumentException("a submission has a verdict, and nothing else has: " + trigger);
        }
    }

    /** Whether it is about a submission. */
    public boolean ofSubmission() {
        return trigger == EventKind.ATTEMPT;
    }

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
     * Details of a refusal or a quarantine.
     *
     * @param customer text for the customer in the language of the domain; contains no rule internals; empty for a quarantine, of
     *     which the customer is told nothing
     * @param analyst text for the analyst
     * @param figures the profile's figures by name, such as {@code sent_1h}
     */
    public record Refusal(String customer, String analyst, Map<String, Number> figures) {}
}
