package org.sekimori.api.rulebook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.sekimori.engine.RuleHitCount;
import org.sekimori.engine.RuleHitCount.Role;
import org.sekimori.engine.RulebookHistory;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.RuleExemption;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.stream.rulebook.RulebookAdmin.RecentRuleCount;

/** The active rulebook, the hits of its rules, and its predecessors. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RulebookView(
        String rulebook,
        String since,
        String by,
        @Nullable String candidate,
        @Nullable Refused refused,
        List<Rule> rules,
        List<Past> past) {

    /** The last rulebook that was to be published and was refused. */
    record Refused(String time, String by, List<RulebookProblem> problems) {}

    /** One that was in force before. */
    record Past(String rulebook, String time, String by) {}

    /** Of the last hour and of the last 24. */
    record Counts(long hour, long day) {}

    /**
     * A rule of the active rulebook, or of the candidate.
     *
     * @param mode {@code enforce, shadow, off}, or {@code candidate} if it is in the candidate only
     * @param switchedOff why it was switched off while it ran; null if it was not
     * @param candidateVersion its version in the candidate; null if it is not in one
     * @param tags words that it is grouped by
     * @param attack ATT&CK techniques that a true finding is evidence of
     * @param exemptions entries of {@code policy.yml} that exempt a domain or an account
     * @param exemptAll {@code off} or {@code shadow} if every account is exempt; null if not
     * @param hits decisions in which it matched and was enforced
     * @param refused those that it refused
     * @param flagged those whose account it flagged
     * @param shadowHits decisions in which it matched in the shadow: by its mode, or in a candidate
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rule(
            String rule,
            String title,
            int version,
            String mode,
            String owner,
            List<String> tags,
            List<String> attack,
            int exemptions,
            @JsonProperty("exempt_all") @Nullable String exemptAll,
            @JsonProperty("switched_off") @Nullable String switchedOff,
            @JsonProperty("candidate_version") @Nullable Integer candidateVersion,
            Counts hits,
            Counts refused,
            Counts flagged,
            @JsonProperty("shadow_hits") Counts shadowHits) {}

    static RulebookView of(RulebookAdmin.RulebookState state, SortedMap<String, RecentRuleCount> tallies) {
        RulebookHistory inForce = state.inForce();
        RulebookAdmin.RefusedRulebook no = state.refused();
        return new RulebookView(
                inForce.now().rulebook(),
                inForce.since().time().toString(),
                inForce.since().by(),
                inForce.now().candidate(),
                no == null ? null : new Refused(no.time().toString(), no.by(), no.problems()),
                rules(state, tallies),
                inForce.predecessors().stream()
                        .map(past -> new Past(past.rulebook(), past.time().toString(), past.by()))
                        .toList());
    }

    private static List<Rule> rules(RulebookAdmin.RulebookState state, Map<String, RecentRuleCount> tallies) {
        SortedMap<String, RuleMetadata> deciding = state.rulebook().specs();
        DomainPolicies policies = state.rulebook().policies();
        Rulebook candidate = state.candidate();
        SortedSet<String> ids = new TreeSet<>(deciding.keySet());
        if (candidate != null) {
            ids.addAll(candidate.specs().keySet());
        }
        List<Rule> rules = new ArrayList<>();
        for (String id : ids) {
            RuleMetadata own = deciding.get(id);
            RuleMetadata other = candidate == null ? null : candidate.specs().get(id);
            RuleMetadata spec = own == null ? java.util.Objects.requireNonNull(other) : own;
            String mode = own == null ? "candidate" : own.active() ? own.mode().word() : "off";
            RuleExemption everybody = policies.defaults().exemptions().get(id);
            rules.add(new Rule(
                    id,
                    spec.title(),
                    spec.version(),
                    mode,
                    spec.owner(),
                    spec.tags(),
                    spec.attack(),
                    policies.exemptions(id),
                    everybody == null ? null : everybody.word(),
                    state.inForce().now().off().get(id),
                    other == null ? null : other.version(),
                    counts(tallies, id, RuleHitCount::hits, Role.ENFORCE),
                    counts(tallies, id, RuleHitCount::refusals, Role.ENFORCE),
                    counts(tallies, id, RuleHitCount::flags, Role.ENFORCE),
                    counts(tallies, id, RuleHitCount::hits, Role.SHADOW, Role.CANDIDATE)));
        }
        return rules;
    }

    private static Counts counts(
            Map<String, RecentRuleCount> tallies, String rule, ToLongFunction<RuleHitCount> number, Role... roles) {
        long hour = 0;
        long day = 0;
        for (Role role : roles) {
            RecentRuleCount tally = tallies.get(role.word() + " " + rule);
            if (tally != null) {
                hour += number.applyAsLong(tally.hour());
                day += number.applyAsLong(tally.day());
            }
        }
        return new Counts(hour, day);
    }
}
