package org.sekimori.api.cases;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.FoundDecision;
import org.sekimori.archive.lookup.DecisionCriteria;
import org.sekimori.archive.lookup.DecisionPage;
import org.sekimori.archive.lookup.DecisionRepository;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseJudgement;
import org.sekimori.mail.Account;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.QueueId;
import org.sekimori.mail.Verdict;

/**
 * Messages of a case that may still be in the queues of mail servers: those let pass or quarantined from the beginning of the case until its
 * release or closing. Only the mail server knows which of them have left.
 *
 * @param since first time of submission
 * @param until end, exclusive; null: now
 * @param searched {@code archive} or {@code log}
 * @param complete whether all decisions of that time were considered; of more than {@value #MOST_LOOKED_AT} the newest are
 * @param behind records that the archive has not stored yet, so that messages may be missing
 * @param withoutQueueId messages that were let pass without a known queue id
 * @param messages newest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CaseQueuedMessages(
        String account,
        String id,
        String since,
        @Nullable String until,
        String searched,
        boolean complete,
        long behind,
        @JsonProperty("without_queue_id") int withoutQueueId,
        List<QueuedMessage> messages) {

    /** Most decisions to consider; the newest ones. */
    static final int MOST_LOOKED_AT = 5_000;

    /**
     * One message.
     *
     * @param server that reported it, empty if it gave no name
     * @param recipients of the envelope, null if not known
     * @param quarantined true if the server was told to hold it, else null
     * @param cleared true if a person has released it from quarantine or deleted it, as far as the case remembers, else null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record QueuedMessage(
            String server,
            @JsonProperty("queue_id") String queueId,
            String time,
            @Nullable Integer recipients,
            String reference,
            @Nullable Boolean quarantined,
            @Nullable Boolean cleared) {}

    static CaseQueuedMessages search(DecisionRepository reader, Account account, Case one) {
        @Nullable Instant until = end(one);
        Set<String> cleared = Set.copyOf(one.cleared());
        Map<String, QueuedMessage> messages = new LinkedHashMap<>();
        int looked = 0;
        int nameless = 0;
        long behind = 0;
        @Nullable String cursor = null;
        boolean over = until != null && !until.isAfter(one.since());
        while (!over) {
            DecisionPage page = reader.search(criteria(account, one.since(), until, cursor));
            for (FoundDecision found : page.decisions()) {
                // 'postsuper -h' takes ALL for the whole queue: such an id, stored by an older version, must not pass.
                String queueId = QueueId.of(found.queueId(), MailEvent.MAX_QUEUE_ID_LENGTH);
                if (taken(found) && queueId == null) {
                    nameless++;
                } else if (taken(found)) {
                    QueuedMessage message = message(found, String.valueOf(queueId), cleared);
                    messages.putIfAbsent(message.server() + " " + message.queueId(), message);
                }
            }
            looked += page.decisions().size();
            behind = Math.max(behind, page.behind());
            cursor = page.next();
            over = cursor == null || looked >= MOST_LOOKED_AT;
        }
        return new CaseQueuedMessages(
                account.name(),
                one.id(),
                one.since().toString(),
                until == null ? null : until.toString(),
                reader.source(),
                cursor == null,
                behind,
                nameless,
                List.copyOf(messages.values()));
    }

    /** The owner's mail after the release is no part of the case. */
    private static @Nullable Instant end(Case one) {
        CaseJudgement judgement = one.judgement();
        Instant released = one.progress().releasedAt();
        return released != null ? released : judgement == null ? null : judgement.at();
    }

    private static DecisionCriteria criteria(
            Account account, Instant since, @Nullable Instant until, @Nullable String cursor) {
        Map<String, String> named = new LinkedHashMap<>();
        named.put("account", account.name());
        named.put("from", since.toString());
        if (until != null) {
            named.put("until", until.toString());
        }
        if (cursor != null) {
            named.put("cursor", cursor);
        }
        named.put("limit", Integer.toString(DecisionCriteria.MAX_LIMIT));
        return DecisionCriteria.parse(named, Account.LoginNormalizer.PLAIN);
    }

    private static boolean taken(FoundDecision found) {
        return told(found).equals(Verdict.ACCEPT.word()) || quarantined(found);
    }

    private static boolean quarantined(FoundDecision found) {
        return told(found).equals(Verdict.QUARANTINE.word());
    }

    /** The answer really sent counts: an endpoint may have answered before the decision. */
    private static String told(FoundDecision found) {
        FoundDecision.SentAnswer answer = found.told();
        return answer == null ? found.verdict() : answer.verdict();
    }

    private static QueuedMessage message(FoundDecision found, String queueId, Set<String> cleared) {
        return new QueuedMessage(
                found.server() == null ? "" : found.server(),
                queueId,
                found.time().toString(),
                found.recipientCount(),
                found.reference(),
                quarantined(found) ? true : null,
                cleared.contains(found.reference()) ? true : null);
    }
}
