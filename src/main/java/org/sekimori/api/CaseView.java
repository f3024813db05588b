package org.sekimori.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.Judgement;
import org.sekimori.cases.RuleHits;

/** A case as it is shown; what is not known yet is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CaseView(
        String account,
        String id,
        String state,
        @Nullable String outcome,
        String severity,
        @JsonProperty("opened_at") String openedAt,
        String since,
        List<Rule> rules,
        @JsonProperty("messages_out") long messagesOut,
        @JsonProperty("recipients_out") long recipientsOut,
        @JsonProperty("held_at") @Nullable String heldAt,
        @JsonProperty("released_at") @Nullable String releasedAt,
        @JsonProperty("closed_at") @Nullable String closedAt,
        @JsonProperty("closed_by") @Nullable String closedBy,
        @Nullable String reason) {

    /** Newest first, then in the order of accounts. */
    static final Comparator<CaseView> NEWEST_FIRST = Comparator.comparing(
                    (CaseView one) -> Instant.parse(one.openedAt()))
            .reversed()
            .thenComparing(CaseView::account);

    /** Cases of many accounts, newest first. */
    record All(List<CaseView> cases) {}

    /** Cases of one account, newest first. */
    record OfAccount(String account, List<CaseView> cases) {}

    /** What a case is after it was closed. The answer to a command comes before the lists know the rest. */
    record Closed(String account, String id, String state, String outcome) {}

    /** A rule that flagged. */
    record Rule(String rule, int version, long hits, String first, String last) {

        static Rule of(RuleHits hits) {
            return new Rule(
                    hits.rule(),
                    hits.version(),
                    hits.hits(),
                    hits.first().toString(),
                    hits.last().toString());
        }
    }

    static CaseView of(String account, Case one) {
        Judgement judgement = one.judgement();
        return new CaseView(
                account,
                one.id(),
                one.state().word(),
                one.outcome() == null ? null : one.outcome().word(),
                one.severity().word(),
                one.openedAt().toString(),
                one.since().toString(),
                one.rules().stream().map(Rule::of).toList(),
                one.messagesOut(),
                one.recipientsOut(),
                text(one.progress().heldAt()),
                text(one.progress().releasedAt()),
                text(judgement == null ? null : judgement.at()),
                judgement == null ? null : judgement.by(),
                judgement == null ? null : judgement.reason());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
