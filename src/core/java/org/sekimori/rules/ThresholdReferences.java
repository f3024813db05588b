package org.sekimori.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.rules.evidence.EvidenceWeights;
import org.sekimori.rules.language.RuleLint;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.FollowUpPolicy;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.rules.testing.RuleTest;

/**
 * The thresholds that rules, rule tests and {@code follow-up.yml} refer to. A name used in several places and missing in
 * {@code policy.yml} is reported once, instead of in each place.
 */
final class ThresholdReferences {

    /** A key of a mapping, as YAML writes it in a block or between braces. */
    private static final Pattern KEY = Pattern.compile("(?m)(?:^|[{,])[ \\t]*+([A-Za-z][A-Za-z0-9_]*+)[ \\t]*+:");

    private static final Pattern THRESHOLDS = Pattern.compile("(?m)^[ \\t]++(thresholds)[ \\t]*+:");

    /** Thresholds that the service itself uses. */
    static final Set<String> BY_THE_SERVICE = Set.of("old_database_days");

    private static final String THE_SERVICE = "Sekimori itself";

    private final RulebookFiles files;

    /** Threshold to the files that refer to it; only those of rules or the service. */
    private final SortedMap<String, Set<String>> askers = new TreeMap<>();

    /**
     * @param specs rules, disabled ones included; one with unreadable DRL has no references
     */
    ThresholdReferences(RulebookFiles files, Collection<RuleMetadata> specs) {
        this.files = files;
        BY_THE_SERVICE.forEach(name -> askers.put(name, new TreeSet<>(Set.of(THE_SERVICE))));
        for (RuleMetadata spec : specs) {
            String path = spec.folder() + "/" + DrlFile.NAME;
            DrlFile file = new DrlFile(spec, path, files.files().getOrDefault(path, ""));
            for (String name : names(file)) {
                askers.computeIfAbsent(name, key -> new TreeSet<>()).add(file.path());
            }
        }
        files.files().forEach((file, text) -> {
            if (RuleTest.isIn(file) || file.equals(FollowUpPolicy.FILE)) {
                for (String key : keys(text)) {
                    askers.computeIfPresent(key, (name, asking) -> {
                        asking.add(file);
                        return asking;
                    });
                }
            }
        });
    }

    private static Set<String> names(DrlFile file) {
        try {
            return RuleLint.names(file.rules(), "threshold");
        } catch (RulebookException e) {
            // The file's own check reports the fault.
            return Set.of();
        }
    }

    private static Set<String> keys(String text) {
        Set<String> keys = new TreeSet<>();
        for (Matcher matcher = KEY.matcher(text); matcher.find(); ) {
            keys.add(matcher.group(1));
        }
        return keys;
    }

    /**
     * The policies with every threshold that other checks must not miss: those in the file that could not be read, and those
     * reported here as missing. A name used once stays unknown, and is reported there as misspelt, unless there is no policy.
     *
     * @param whole whether all of {@code policy.yml} could be read
     */
    DomainPolicies known(DomainPolicies policies, boolean whole, List<RulebookProblem> problems) {
        Map<String, Double> named = policies.defaults().thresholds();
        String policy = files.files().getOrDefault(DomainPolicies.FILE, "");
        Set<String> written = whole ? Set.of() : keys(policy);
        // The bands of evidence have values of their own.
        boolean nothing =
                !whole && named.keySet().stream().allMatch(name -> name.startsWith(EvidenceWeights.BAND_THRESHOLD));
        Set<String> placeholders = new TreeSet<>();
        List<String> missing = new ArrayList<>();
        askers.forEach((name, asking) -> {
            if (named.containsKey(name)) {
                return;
            }
            if (nothing || written.contains(name)) {
                placeholders.add(name);
            } else if (asking.size() > 1 || policy.isEmpty()) {
                placeholders.add(name);
                missing.add(name);
            }
        });
        if (!missing.isEmpty()) {
            problems.add(missing(policy, missing));
        }
        return placeholders.isEmpty() ? policies : policies.withThresholds(placeholders);
    }

    private RulebookProblem missing(String policy, List<String> names) {
        Set<String> asking = new TreeSet<>();
        names.forEach(name -> asking.addAll(askers.getOrDefault(name, Set.of())));
        String example = asking.stream()
                .filter(file -> file.endsWith("/" + DrlFile.NAME))
                .findFirst()
                .orElse(THE_SERVICE);
        String message = "'thresholds' of the defaults lacks " + String.join(", ", names) + ", for which " + example
                + " and " + (asking.size() - 1) + " more ask; write " + (names.size() == 1 ? "it" : "them")
                + " there, or copy the shipped " + DomainPolicies.FILE;
        Matcher matcher = THRESHOLDS.matcher(policy);
        return matcher.find()
                ? RulebookProblem.at(DomainPolicies.FILE, policy, matcher.start(1), message)
                : new RulebookProblem(DomainPolicies.FILE, 0, message);
    }
}
