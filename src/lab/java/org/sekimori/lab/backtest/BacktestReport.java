package org.sekimori.lab.backtest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Report of a backtest. Contains no time of day and no duration, so that the same entries under the same rulebooks give the same
 * report, byte for byte, on any number of threads. Messages are decided submissions; refused means deferred or rejected.
 *
 * @param setup what was replayed
 * @param totals by verdict, and the differences
 * @param days each day with a submission, in the candidate's default time zone
 * @param rules by rule, in order of names
 * @param countries by the client's country, or by the kind of an origin without one
 * @param domains by the account's domain
 * @param newlyRefused accounts with messages that only the candidate refuses, those with most first
 * @param noLongerRefused accounts with messages that only the baseline refuses
 * @param newlyFlagged accounts flagged by rules that do not flag them in the baseline, by rising times
 * @param noLongerFlagged accounts flagged by rules of the baseline only
 * @param examples of accounts newly refused or flagged, explained
 * @param reproduction comparison with the recorded decisions; null without any
 */
public record BacktestReport(
        Setup setup,
        Totals totals,
        List<DayRow> days,
        List<RuleRow> rules,
        List<GroupRow> countries,
        List<GroupRow> domains,
        List<AccountRow> newlyRefused,
        List<AccountRow> noLongerRefused,
        List<FlagRow> newlyFlagged,
        List<FlagRow> noLongerFlagged,
        List<Example> examples,
        @Nullable ReproductionResult reproduction) {

    /** Description of the inputs, as the reader knows them. */
    public record Source(String command, String recording, String baseline, String start) {}

    /**
     * What was replayed.
     *
     * @param command that makes the same report
     * @param recording source of the entries
     * @param baseline an id, or words
     * @param start the initial states
     * @param candidate id of the tested rulebook
     * @param compared whether there is a baseline; without one everything is new
     * @param entries decoded entries
     * @param unusable undecodable lines or records
     * @param failed failed steps, left out as in the service
     * @param accounts accounts of the recording and the snapshot
     * @param first time of the first counted submission; null without one
     * @param last time of the last one
     */
    public record Setup(
            String command,
            String recording,
            String baseline,
            String start,
            String candidate,
            boolean compared,
            long entries,
            long unusable,
            long failed,
            long accounts,
            @Nullable Instant first,
            @Nullable Instant last) {}

    /**
     * Totals. An account counts as newly refused or flagged when the baseline never refuses or flags it in the counted time, for
     * any reason.
     *
     * @param baseline verdicts; all zero without a baseline
     */
    public record Totals(
            Verdicts baseline,
            Verdicts candidate,
            long accountsRefusedBaseline,
            long accountsRefusedCandidate,
            long accountsNewlyRefused,
            long accountsNoLongerRefused,
            long messagesNewlyRefused,
            long messagesNoLongerRefused,
            long accountsFlaggedBaseline,
            long accountsFlaggedCandidate,
            long accountsNewlyFlagged,
            long accountsNoLongerFlagged) {}

    /**
     * One rulebook's answers.
     *
     * @param observed accepted only because the domain names no home and is observed
     * @param quarantined taken, and held by the mail server: neither accepted nor refused
     */
    public record Verdicts(
            long accepted,
            long deferred,
            long rejected,
            long observed,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long quarantined) {

        /** Deferred or rejected. */
        public long refused() {
            return deferred + rejected;
        }
    }

    /** A day: messages refused, and accounts flagged. */
    public record DayRow(
            LocalDate day,
            long submissions,
            long refusedBaseline,
            long refusedCandidate,
            long flaggedBaseline,
            long flaggedCandidate) {}

    /**
     * The same thing under both.
     *
     * @param newly under the candidate only
     * @param noLonger under the baseline only
     */
    public record Change(long baseline, long candidate, long newly, long noLonger) {

        static final Change NONE = new Change(0, 0, 0, 0);

        long parted() {
            return newly + noLonger;
        }
    }

    /**
     * A rule.
     *
     * @param refused messages that it refused
     * @param flagged accounts that it flagged
     * @param shadowMessages messages on which the candidate's rule would have acted, in shadow mode
     * @param shadowAccounts accounts of these
     */
    public record RuleRow(String rule, Change refused, Change flagged, long shadowMessages, long shadowAccounts) {}

    /**
     * A country or domain.
     *
     * @param refused messages
     * @param flagged accounts; of a country, those that were there when they were first flagged
     */
    public record GroupRow(String name, Change refused, Change flagged) {

        /** For people: where the two part most, then where most is refused. */
        static final Comparator<GroupRow> MOST_CHANGED_FIRST = Comparator.comparing((GroupRow row) ->
                        -(row.refused().parted() + row.flagged().parted()))
                .thenComparing(row -> -row.refused().candidate() - row.flagged().candidate())
                .thenComparing(GroupRow::name);
    }

    /**
     * An account with messages that are decided differently.
     *
     * @param messages number of these messages
     * @param otherwise messages refused by the other rulebook: 0 if it never refuses the account
     * @param first time of the first such message
     * @param rules refusing rules: rule to messages
     * @param places origins: country to messages
     */
    public record AccountRow(
            String account,
            long messages,
            long otherwise,
            Instant first,
            Instant last,
            SortedMap<String, Integer> rules,
            SortedMap<String, Integer> places) {}

    /**
     * An account that only one rulebook flags for these rules.
     *
     * @param rules with the time of the first flag
     * @param otherwise whether the other one flags it for another rule
     */
    public record FlagRow(String account, SortedMap<String, Instant> rules, boolean otherwise) {}

    /**
     * The first message at which the candidate refused or flagged an account and the baseline had not.
     *
     * @param what {@code refused} or {@code flagged}
     * @param rule the acting rule
     * @param reason the rule's reason
     * @param evidence its values
     * @param place country or kind of origin
     * @param network the client's; null without one
     * @param recipients number of recipients
     * @param size in octets
     * @param conditions evaluation of the rule, as {@code why} shows it
     */
    public record Example(
            String what,
            String rule,
            String account,
            Instant time,
            String event,
            String place,
            @Nullable String network,
            int recipients,
            long size,
            String reason,
            Map<String, Object> evidence,
            List<Condition> conditions) {}

    /**
     * One condition of a rule.
     *
     * @param rule the DRL rule's whole name
     * @param text as it is written
     * @param values of both sides, in words
     */
    public record Condition(String rule, String text, boolean held, List<String> values) {}
}
