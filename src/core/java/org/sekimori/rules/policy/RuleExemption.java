package org.sekimori.rules.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.rules.source.BoundedProblemList;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.rules.source.YamlMap;
import org.sekimori.text.EscapedText;
import org.sekimori.text.NameSuggestion;

/**
 * An exemption from one rule, under {@code rules} in {@code policy.yml}: the rule does not act on an account, on the accounts of a
 * domain, or on any account.
 *
 * @param off whether its findings are left out; else they are recorded as those of a rule in shadow mode
 * @param reason why, in one line; empty in the short form
 * @param until first day, in the domain's time zone, on which the rule acts again; null: until the line is taken away
 */
public record RuleExemption(
        boolean off, String reason, @Nullable LocalDate until) {

    /** The key in {@code policy.yml}. */
    public static final String KEY = "rules";

    public static final String[] KEYS = {"mode", "reason", "until"};

    /** Rules of this family carry out what a person decided. */
    private static final String DESK = "hold/";

    private static final String OFF = "off";
    private static final String SHADOW = "shadow";
    private static final String ON = "on";
    private static final int MOST_REASON = 200;
    private static final int MOST_RULES = 100;

    /** Whether it holds at an instant. */
    public boolean holds(Instant at, ZoneId zone) {
        return until == null || at.isBefore(until.atStartOfDay(zone).toInstant());
    }

    /** The word in {@code policy.yml}. */
    public String word() {
        return off ? OFF : SHADOW;
    }

    /**
     * Reads exemptions.
     *
     * @param otherwise those that hold without these; {@code on} ends one of them
     * @return by the rule's id
     */
    static Map<String, RuleExemption> read(YamlMap rules, Map<String, RuleExemption> otherwise)
            throws RulebookException {
        if (rules.keys().size() > MOST_RULES) {
            throw new RulebookException(
                    DomainPolicies.FILE,
                    0,
                    "'" + KEY + "' names more than " + MOST_RULES + " rules; turn them off in rule.yml");
        }
        Map<String, RuleExemption> all = new LinkedHashMap<>(otherwise);
        for (String rule : new TreeSet<>(rules.keys())) {
            if (rules.isMap(rule)) {
                all.put(rule, whole(rules, rule));
            } else if (rules.text(rule).equals(ON)) {
                all.remove(rule);
            } else {
                all.put(rule, new RuleExemption(off(rules, rule, ", " + ON), "", null));
            }
        }
        return Map.copyOf(all);
    }

    private static RuleExemption whole(YamlMap rules, String rule) throws RulebookException {
        YamlMap map = rules.map(rule).only(KEYS);
        String reason = map.text("reason", "");
        if (reason.isBlank()
                || reason.length() > MOST_REASON
                || !EscapedText.of(reason).equals(reason)) {
            throw rules.wrong(
                    rule,
                    "needs a 'reason' that says in one line of at most " + MOST_REASON
                            + " characters why the rule does not act, for the next person who wonders");
        }
        return new RuleExemption(off(map, "mode", ""), reason, map.has("until") ? day(map) : null);
    }

    private static boolean off(YamlMap map, String key, String more) throws RulebookException {
        String word = map.text(key);
        if (!word.equals(OFF) && !word.equals(SHADOW)) {
            throw map.wrong(
                    key,
                    "must be " + OFF + ", " + SHADOW + more
                            + (more.isEmpty() ? "" : " or {mode: off, reason: …, until: 2027-03-01}") + ", not "
                            + EscapedText.of(word));
        }
        return word.equals(OFF);
    }

    private static LocalDate day(YamlMap map) throws RulebookException {
        try {
            return LocalDate.parse(map.text("until"));
        } catch (DateTimeParseException e) {
            throw map.wrong(
                    "until",
                    "must be the day from which the rule acts again, such as 2027-03-01, not "
                            + EscapedText.of(map.text("until")));
        }
    }

    /**
     * Complaints about exemptions from rules that do not exist, and from those that carry out what the desk decides.
     *
     * @param policy text of {@code policy.yml}
     * @param ids of all rules
     * @param folders of the rules whose metadata could be read
     */
    public static List<RulebookProblem> check(String policy, Set<String> ids, Collection<String> folders) {
        List<RulebookProblem> problems = new BoundedProblemList();
        Set<String> kept = new TreeSet<>();
        folders.stream()
                .filter(folder -> folder.startsWith(DESK))
                .forEach(folder -> kept.add(folder.substring(DESK.length())));
        for (YamlMap rules : all(policy)) {
            for (String rule : rules.keys()) {
                if (!ids.contains(rule)) {
                    problems.addAll(rules.wrong(rule, "is no rule of this rulebook" + NameSuggestion.hint(rule, ids))
                            .problems());
                } else if (kept.contains(rule)) {
                    problems.addAll(rules.wrong(
                                    rule,
                                    "carries out what the desk decides, so nobody is exempt from it; release the account instead, or set "
                                            + "'hold: {never: true}' in " + FollowUpPolicy.FILE)
                            .problems());
                }
            }
        }
        return problems;
    }

    /**
     * Warnings of exemptions that have ended.
     *
     * @param policy text of {@code policy.yml}
     */
    public static List<RulebookProblem> ended(String policy, LocalDate today) {
        List<RulebookProblem> problems = new BoundedProblemList();
        for (YamlMap rules : all(policy)) {
            for (String rule : rules.keys()) {
                try {
                    LocalDate until = rules.isMap(rule) ? whole(rules, rule).until() : null;
                    if (until != null && !today.isBefore(until)) {
                        problems.addAll(rules.wrong(
                                        rule,
                                        "acts again since " + until + "; take the line away or give it another end")
                                .problems());
                    }
                } catch (RulebookException e) {
                    problems.addAll(e.problems());
                }
            }
        }
        return problems;
    }

    /**
     * An exemption as the file has it.
     *
     * @param line of the file, from 1
     * @param whom {@code every account}, or the domain or account as it is written
     * @param shown mode, reason and end, in one line
     */
    public record Place(int line, String whom, String shown) {}

    /**
     * Every exemption from a rule, in the order of the file;
     *
     * @param policy text of {@code policy.yml}
     */
    public static List<Place> of(String policy, String rule) {
        List<Place> places = new ArrayList<>();
        for (Exempted one : exempted(policy)) {
            if (!one.rules().keys().contains(rule)) {
                continue;
            }
            try {
                String shown = one.rules().isMap(rule)
                        ? whole(one.rules(), rule).shown()
                        : one.rules().text(rule);
                places.add(new Place(one.rules().line(rule), one.whom(), shown));
            } catch (RulebookException e) {
                places.add(new Place(one.rules().line(rule), one.whom(), "cannot be read"));
            }
        }
        return places;
    }

    private String shown() {
        return word() + ": " + reason + (until == null ? "" : " (until " + until + ")");
    }

    /** The exemptions of somebody. */
    private record Exempted(String whom, YamlMap rules) {}

    private static List<YamlMap> all(String policy) {
        return exempted(policy).stream().map(Exempted::rules).toList();
    }

    /** Every mapping of exemptions in the file; none if it cannot be read, which its own check reports. */
    private static List<Exempted> exempted(String policy) {
        List<Exempted> all = new ArrayList<>();
        try {
            YamlMap root = YamlMap.parse(DomainPolicies.FILE, policy);
            if (root.isMap("defaults")) {
                add("every account", root.map("defaults"), all);
            }
            for (String kind : List.of("domains", "accounts")) {
                if (root.isMap(kind)) {
                    YamlMap named = root.map(kind);
                    for (String name : named.keys()) {
                        if (named.isMap(name)) {
                            add(EscapedText.of(name), named.map(name), all);
                        }
                    }
                }
            }
        } catch (RulebookException e) {
            return List.of();
        }
        return all;
    }

    private static void add(String whom, YamlMap settings, List<Exempted> into) throws RulebookException {
        if (settings.isMap(KEY)) {
            into.add(new Exempted(whom, settings.map(KEY)));
        }
    }
}
