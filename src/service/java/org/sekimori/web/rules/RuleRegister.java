package org.sekimori.web.rules;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sekimori.api.request.ApiProblems;
import org.sekimori.cases.Case;
import org.sekimori.cases.CaseSet;
import org.sekimori.cases.RuleHits;
import org.sekimori.cases.RulePrecision;
import org.sekimori.engine.RuleHitCount;
import org.sekimori.engine.RuleHitCount.Role;
import org.sekimori.lists.ListKind;
import org.sekimori.lists.ListTable;
import org.sekimori.rules.RuleGraph;
import org.sekimori.rules.language.RuleUses;
import org.sekimori.rules.policy.RuleExemption;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.stream.AccountStatus;
import org.sekimori.stream.lists.ListLog;
import org.sekimori.stream.rulebook.RulebookAdmin;
import org.sekimori.stream.rulebook.RulebookAdmin.RecentRuleCount;
import org.sekimori.stream.rulebook.RulebookAdmin.RulebookState;
import org.springframework.stereotype.Component;

/** Collects what pages show of rules. */
@Component
final class RuleRegister {

    private static final Pattern MODE = Pattern.compile("(?m)^mode:[^#\r\n]*#([^\r\n]*)");

    private final RulebookAdmin admin;
    private final AccountStatus accounts;
    private final ListLog lists;
    private final Clock clock;

    private final ActiveRulebookText text;

    RuleRegister(RulebookAdmin admin, ActiveRulebookText text, AccountStatus accounts, ListLog lists, Clock clock) {
        this.admin = admin;
        this.text = text;
        this.accounts = accounts;
        this.lists = lists;
        this.clock = clock;
    }

    /** Of the last hour and of the last 24. */
    record Counted(long hour, long day) {}

    /**
     * A rule.
     *
     * @param mode {@code enforce, shadow, off}, or {@code candidate}
     * @param switchedOff why it was switched off while it ran; null if it was not
     * @param precision null if no case of it was judged
     * @param imprecise whether that is below the rulebook's threshold
     */
    record RuleRow(
            RuleMetadata rule,
            String mode,
            @Nullable String switchedOff,
            int exemptions,
            Counted hits,
            Counted refused,
            Counted flagged,
            Counted shadow,
            @Nullable Double precision,
            long judged,
            boolean imprecise) {}

    RulebookState state() {
        return admin.state();
    }

    List<RuleRow> rows() {
        RulebookState state = admin.state();
        SortedMap<String, RecentRuleCount> counts = admin.recentCounts();
        SortedMap<String, RulePrecision> precisions =
                RulePrecision.of(accounts.allCases().values());
        SortedMap<String, RuleMetadata> all = new TreeMap<>(state.rulebook().specs());
        if (state.candidate() != null) {
            state.candidate().specs().forEach(all::putIfAbsent);
        }
        return all.values().stream()
                .map(rule -> row(rule, state, counts, precisions.get(rule.id())))
                .toList();
    }

    /**
     * One rule.
     *
     * @throws org.springframework.web.ErrorResponseException if there is none with this id
     */
    RuleRow row(String rule) {
        return rows().stream()
                .filter(one -> one.rule().id().equals(rule))
                .findFirst()
                .orElseThrow(() -> ApiProblems.missing("rule", "the rulebook has none with this id"));
    }

    private static RuleRow row(
            RuleMetadata rule,
            RulebookState state,
            Map<String, RecentRuleCount> counts,
            @Nullable RulePrecision precision) {
        boolean own = state.rulebook().specs().containsKey(rule.id());
        String mode = !own ? "candidate" : rule.active() ? rule.mode().word() : "off";
        return new RuleRow(
                rule,
                mode,
                state.inForce().now().off().get(rule.id()),
                state.rulebook().policies().exemptions(rule.id()),
                counted(counts, rule.id(), RuleHitCount::hits, Role.ENFORCE),
                counted(counts, rule.id(), RuleHitCount::refusals, Role.ENFORCE),
                counted(counts, rule.id(), RuleHitCount::flags, Role.ENFORCE),
                counted(counts, rule.id(), RuleHitCount::hits, Role.SHADOW, Role.CANDIDATE),
                precision == null || precision.judged() == 0 ? null : precision.precision(),
                precision == null ? 0 : precision.judged(),
                precision != null && state.rulebook().policies().precision().reports(precision));
    }

    private static Counted counted(
            Map<String, RecentRuleCount> counts, String rule, ToLongFunction<RuleHitCount> number, Role... roles) {
        long hour = 0;
        long day = 0;
        for (Role role : roles) {
            @Nullable RecentRuleCount count = counts.get(role.word() + " " + rule);
            if (count != null) {
                hour += number.applyAsLong(count.hour());
                day += number.applyAsLong(count.day());
            }
        }
        return new Counted(hour, day);
    }

    /** Judged cases of one version of a rule. */
    record VersionPrecision(int version, long confirmed, long falsePositives, long open) {

        /** Confirmed share of the judged ones in percent; null without one. */
        public @Nullable Long percent() {
            long judged = confirmed + falsePositives;
            return judged == 0 ? null : Math.round(100.0 * confirmed / judged);
        }
    }

    /** A case counts once, for the version that flagged in it last. */
    List<VersionPrecision> versions(String rule) {
        SortedMap<Integer, VersionPrecision> all = new TreeMap<>(Comparator.reverseOrder());
        for (CaseSet set : accounts.allCases().values()) {
            for (Case one : set.all()) {
                for (RuleHits hits : one.rules()) {
                    if (hits.rule().equals(rule)) {
                        all.merge(hits.version(), version(hits.version(), one), RuleRegister::sum);
                    }
                }
            }
        }
        return List.copyOf(all.values());
    }

    private static VersionPrecision version(int version, Case one) {
        Case.@Nullable Outcome outcome = one.outcome();
        return new VersionPrecision(
                version,
                outcome == Case.Outcome.CONFIRMED ? 1 : 0,
                outcome == Case.Outcome.FALSE_POSITIVE ? 1 : 0,
                outcome == null ? 1 : 0);
    }

    private static VersionPrecision sum(VersionPrecision a, VersionPrecision b) {
        return new VersionPrecision(
                a.version(),
                a.confirmed() + b.confirmed(),
                a.falsePositives() + b.falsePositives(),
                a.open() + b.open());
    }

    /** A file with its text in parts. */
    record RuleFileText(String name, List<RuleText.Line> lines) {}

    /** The files of a rule: its metadata, its text, its tests. Empty if they cannot be read at the moment. */
    List<RuleFileText> files(RuleMetadata rule) {
        List<RuleFileText> all = new ArrayList<>();
        text.read().ifPresent(book -> book.files().files().forEach((name, text) -> {
            if (name.startsWith(rule.folder() + "/") && !name.contains("/tests/")) {
                all.add(new RuleFileText(
                        name.substring(rule.folder().length() + 1), RuleText.lines(name, text, List.of())));
            }
        }));
        all.sort(Comparator.comparing((RuleFileText one) -> !one.name().endsWith(".drl"))
                .thenComparing(RuleFileText::name));
        return all;
    }

    /**
     * Something that a rule reads or leaves.
     *
     * @param kind the word of its kind, such as {@code threshold}
     * @param value of a threshold or a list, in words; empty without one
     * @param others rules that leave what this one reads, or read what it leaves
     */
    record UseRow(String kind, String name, String value, List<String> others) {}

    /** What decides whether a rule matches. */
    List<UseRow> inputs(String rule) {
        return uses(rule, true);
    }

    /** What a rule leaves for others. */
    List<UseRow> outputs(String rule) {
        return uses(rule, false);
    }

    private List<UseRow> uses(String rule, boolean inputs) {
        ActiveRulebookText.@Nullable Known book = text.read().orElse(null);
        List<UseRow> all = new ArrayList<>();
        if (book != null) {
            for (RuleGraph.Rule one : book.graph().rules()) {
                if (one.metadata().id().equals(rule)) {
                    (inputs ? one.uses().inputs() : one.uses().outputs())
                            .forEach(use -> all.add(row(use, book.graph(), rule, inputs)));
                }
            }
        }
        return all;
    }

    private UseRow row(RuleUses.Use use, RuleGraph graph, String rule, boolean input) {
        List<String> others = input ? RuleLinks.sources(graph, use, rule) : RuleLinks.readers(graph, use, rule);
        String value = "";
        if (use.kind() == RuleUses.Kind.THRESHOLD) {
            @Nullable Double number = graph.thresholds().get(use.name());
            value = number == null ? "" : number.toString();
        } else if (use.kind() == RuleUses.Kind.LIST) {
            value = Long.toString(entries(lists.table(), use.name()));
        }
        return new UseRow(use.kind().name().toLowerCase(Locale.ROOT), use.name(), value, others);
    }

    private long entries(ListTable table, String list) {
        SortedMap<ListKind, Long> counts = table.counts(clock.instant()).getOrDefault(list, new TreeMap<>());
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What a rule does, in the words of its text. */
    List<String> effects(String rule) {
        return text.read().stream()
                .flatMap(book -> book.graph().rules().stream())
                .filter(one -> one.metadata().id().equals(rule))
                .flatMap(one -> one.uses().effects().stream())
                .toList();
    }

    /** Why a rule is in its mode, as the comment behind it says; empty without one. */
    String modeRemark(RuleMetadata rule) {
        Matcher line = text.read()
                .map(book ->
                        MODE.matcher(book.files().files().getOrDefault(rule.folder() + "/" + RuleMetadata.FILE, "")))
                .orElseGet(() -> MODE.matcher(""));
        return line.find() ? line.group(1).strip() : "";
    }

    /** The graph of all rules; null if it cannot be read at the moment. */
    @Nullable
    RuleGraph graph() {
        return text.read().map(ActiveRulebookText.Known::graph).orElse(null);
    }

    /** Exemptions from a rule, as the policy has them. */
    List<RuleExemption.Place> exemptions(String rule) {
        return text.read()
                .map(book -> RuleExemption.of(book.files().files().getOrDefault("policy.yml", ""), rule))
                .orElse(List.of());
    }
}
