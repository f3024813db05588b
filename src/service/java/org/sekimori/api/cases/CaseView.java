package org.sekimori.api.cases;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseHistoryEntry;
import org.sekimori.cases.CaseJudgement;
import org.sekimori.cases.CasePriority;
import org.sekimori.cases.CaseProgress;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.Hold;
import org.sekimori.cases.RuleHits;

/** A case as shown; unknown parts are left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CaseView(
        String account,
        String id,
        int version,
        String state,
        @Nullable String outcome,
        String severity,
        @Nullable String reference,
        @Nullable String assignee,
        int reopened,
        @JsonProperty("opened_at") String openedAt,
        String since,
        List<Rule> rules,
        @JsonProperty("messages_out") long messagesOut,
        @JsonProperty("recipients_out") long recipientsOut,
        long quarantined,
        boolean doubt,
        @JsonProperty("notified_at") @Nullable String notifiedAt,
        @JsonProperty("held_at") @Nullable String heldAt,
        @JsonProperty("cleaned_at") @Nullable String cleanedAt,
        @JsonProperty("password_changed_at") @Nullable String passwordChangedAt,
        @JsonProperty("released_at") @Nullable String releasedAt,
        @JsonProperty("watch_until") @Nullable String watchUntil,
        @JsonProperty("closed_at") @Nullable String closedAt,
        @JsonProperty("closed_by") @Nullable String closedBy,
        @Nullable String reason,
        PriorityView priority,
        @Nullable HeldView hold,
        ReleaseChecklistView checklist,
        @Nullable List<Line> history) {

    /** Newest first, then in the order of accounts. */
    public static final Comparator<CaseView> NEWEST_FIRST = Comparator.comparing(
                    (CaseView one) -> Instant.parse(one.openedAt()))
            .reversed()
            .thenComparing(CaseView::account);

    /** The most urgent first; of equally urgent ones the oldest, which has waited longest. */
    public static final Comparator<CaseView> URGENT_FIRST = Comparator.comparing(
                    (CaseView one) -> -one.priority().points())
            .thenComparing(one -> Instant.parse(one.openedAt()))
            .thenComparing(CaseView::account);

    /**
     * Cases of many accounts.
     *
     * @param total number of matches; more than are shown if there is a limit
     */
    record All(List<CaseView> cases, int total) {}

    /** Cases of one account, newest first. */
    record OfAccount(String account, List<CaseView> cases) {}

    /** The priority and its reasons. */
    public record PriorityView(String level, int points, List<String> because) {

        static PriorityView of(CasePriority priority) {
            return new PriorityView(priority.level().word(), priority.points(), priority.because());
        }
    }

    /** The hold that the account is on. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HeldView(String since, @Nullable String until, String by) {}

    /** A line of the history. */
    public record Line(String time, String what, String by, String text) {

        /** Lines whose text the service words, whoever caused them. */
        private static final Set<String> WORDED =
                Set.of("assigned", "closed", "quarantine_released", "quarantine_deleted");

        /** Whether the text is a sentence of the service, and not what a person wrote. */
        public boolean said() {
            return by.equals(CaseSet.SERVICE) || WORDED.contains(what);
        }

        static Line of(CaseHistoryEntry step) {
            return new Line(step.time().toString(), step.what(), step.by(), step.text());
        }
    }

    /** A rule that flagged. */
    public record Rule(String rule, int version, long hits, String first, String last) {

        static Rule of(RuleHits hits) {
            return new Rule(
                    hits.rule(),
                    hits.version(),
                    hits.hits(),
                    hits.first().toString(),
                    hits.last().toString());
        }
    }

    /**
     * A case without its history.
     *
     * @param hold the account's hold; null without one
     * @param now time for the priority, and for the end of the hold
     */
    static CaseView of(String account, Case one, @Nullable Hold hold, Instant now) {
        return of(account, one, hold, now, false);
    }

    /** A case with everything. */
    static CaseView whole(String account, Case one, @Nullable Hold hold, Instant now) {
        return of(account, one, hold, now, true);
    }

    private static CaseView of(String account, Case one, @Nullable Hold hold, Instant now, boolean whole) {
        CaseJudgement judgement = one.judgement();
        CaseProgress done = one.progress();
        boolean held = judgement == null && hold != null && !hold.ended(now);
        return new CaseView(
                account,
                one.id(),
                one.version(),
                one.state().word(),
                one.outcome() == null ? null : one.outcome().word(),
                one.severity().word(),
                one.reference().isEmpty() ? null : one.reference(),
                one.assignee(),
                one.reopened(),
                one.openedAt().toString(),
                one.since().toString(),
                one.rules().stream().map(Rule::of).toList(),
                one.messagesOut(),
                one.recipientsOut(),
                one.quarantined(),
                one.doubt(),
                text(done.notifiedAt()),
                text(done.heldAt()),
                text(done.cleanedAt()),
                text(done.passwordChangedAt()),
                text(done.releasedAt()),
                text(done.watchUntil()),
                text(judgement == null ? null : judgement.at()),
                judgement == null ? null : judgement.by(),
                judgement == null ? null : judgement.reason(),
                PriorityView.of(CasePriority.of(one, held, now)),
                held && hold != null ? new HeldView(hold.since().toString(), text(hold.until()), hold.by()) : null,
                ReleaseChecklistView.of(one),
                whole ? one.history().stream().map(Line::of).toList() : null);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
