package org.sekimori.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.mail.Finding;
import org.sekimori.rules.evidence.EvidenceWeights;
import org.sekimori.rules.language.RuleLint;
import org.sekimori.rules.language.RuleLint.Placed;
import org.sekimori.rules.language.RuleTree;
import org.sekimori.rules.language.RuleUses;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.SendLimits;
import org.sekimori.rules.source.BoundedProblemList;
import org.sekimori.rules.source.KnownFalsePositives;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.rules.testing.RuleTest;
import org.sekimori.rules.text.CustomerTextRenderer;
import org.sekimori.rules.text.MessageCatalog;
import org.sekimori.text.NameSuggestion;

/** Warns of probable mistakes in a rulebook that compiles. */
final class RulebookLint {

    private static final Set<String> COMMON =
            Set.of("account", "webmail", "travel_page", "contact", "provider", "phone", "try_later");
    private static final Pattern OTHER_FILES = Pattern.compile(
            "(policy|follow-up|known-false-positives)\\.yml|evidence/weights\\.yml|networks/(overrides|relays)\\.yml|messages/[a-z]{2}\\.properties|notices/[a-z]{2}/[a-z-]+\\.txt|(.*/)?[A-Z]+\\.md");
    private static final Pattern OFF = Pattern.compile("(?m)^mode:[ \\t]*off[ \\t]*$");

    private final RulebookFiles files;
    private final Rulebook rulebook;
    private final BoundedProblemList warnings = new BoundedProblemList();

    RulebookLint(RulebookFiles files, Rulebook rulebook) {
        this.files = files;
        this.rulebook = rulebook;
    }

    List<RulebookProblem> warnings() throws RulebookException {
        List<DrlFile> all = new ArrayList<>();
        for (RuleMetadata spec : rulebook.specs().values()) {
            String path = spec.folder() + "/" + DrlFile.NAME;
            all.add(new DrlFile(spec, path, files.files().getOrDefault(path, "")));
        }
        rules();
        warnings.addAll(new RuleOrder(rulebook.drl()).onlyInTheShadow());
        thresholds(all);
        signs(all);
        bands();
        labels(all);
        texts(all);
        unsetWords();
        places();
        switchedOff();
        ruleTests();
        knownFalsePositives();
        return warnings;
    }

    private void rules() throws RulebookException {
        Map<String, Double> policy = new HashMap<>();
        rulebook.policies()
                .defaults()
                .thresholds()
                .forEach((name, value) -> policy.put("threshold(\"" + name + "\")", value));
        List<DrlFile> files = new ArrayList<>();
        List<Placed> placed = new ArrayList<>();
        for (DrlFile file : rulebook.drl()) {
            List<RuleTree> rules = file.rules();
            RuleLint.matches(file.text(), rules, policy).forEach(fault -> warnings.add(file.problem(fault)));
            for (RuleTree rule : rules) {
                files.add(file);
                placed.add(new Placed(file.path(), file.text(), rule));
            }
        }
        RuleLint.repeated(placed)
                .forEach((index, fault) -> warnings.add(files.get(index).problem(fault)));
    }

    /** Rules that are off count: they are to be switched on again. */
    private void thresholds(List<DrlFile> all) {
        Set<String> asked = new HashSet<>(ThresholdReferences.BY_THE_SERVICE);
        asked.addAll(rulebook.weights().thresholds().keySet());
        for (DrlFile file : all) {
            try {
                asked.addAll(RuleLint.names(file.rules(), "threshold"));
            } catch (RulebookException e) {
                // An unreadable disabled rule is an error of its own; its references are unknown.
                return;
            }
        }
        for (String name :
                new TreeSet<>(rulebook.policies().defaults().thresholds().keySet())) {
            if (!asked.contains(name)) {
                warnings.add(find(
                        DomainPolicies.FILE,
                        "(?m)^[ \\t]+(" + Pattern.quote(name) + ")[ \\t]*:",
                        "no rule asks for threshold(\"" + name + "\"); take it out, or use it"));
            }
        }
    }

    /** A sign that no rule asks for counts nothing. */
    private void signs(List<DrlFile> all) {
        Set<String> asked = new HashSet<>();
        for (DrlFile file : all) {
            try {
                asked.addAll(RuleLint.names(file.rules(), "evidence"));
            } catch (RulebookException e) {
                return;
            }
        }
        for (String sign : rulebook.weights().signs().keySet()) {
            if (!asked.contains(sign)) {
                warnings.add(find(
                        EvidenceWeights.FILE,
                        "(?m)^[ \\t]+(" + Pattern.quote(sign) + ")[ \\t]*:",
                        "no rule asks for evidence(\"" + sign + "\", …); take it out, or use it"));
            }
        }
    }

    /** Who moves one band past the next, such as by the line that {@code lab calibrate} prints, does more at a lower sum. */
    private void bands() {
        Map<String, Double> thresholds = rulebook.policies().defaults().thresholds();
        String before = "";
        for (String band : EvidenceWeights.BANDS) {
            String name = EvidenceWeights.BAND_THRESHOLD + band;
            Double from = thresholds.get(name);
            Double lower = thresholds.get(before);
            if (from != null && lower != null && from < lower) {
                warnings.add(find(
                        DomainPolicies.FILE,
                        "(?m)^[ \\t]+(" + before + "|" + name + ")[ \\t]*:",
                        name + " is " + from + ", below " + before + ", which is " + lower
                                + ", so it is done earlier than what is milder; move both"));
            }
            before = name;
        }
    }

    /** A label that no rule gives is never there; nor is one that only rules give which keep none. */
    private void labels(List<DrlFile> all) throws RulebookException {
        Set<String> given = new TreeSet<>();
        Set<String> kept = new TreeSet<>();
        for (DrlFile file : all) {
            for (RuleUses.Use use : uses(file).outputs()) {
                if (use.kind() == RuleUses.Kind.LABEL) {
                    given.add(use.name());
                    if (inForce(file)) {
                        kept.add(use.name());
                    }
                }
            }
        }
        for (DrlFile file : rulebook.drl()) {
            boolean enforced = inForce(file);
            RuleLint.named(file.text(), file.rules(), "labelled", name -> {
                        if (!given.contains(name)) {
                            return "no rule gives the label '" + name + "', so it is never there"
                                    + NameSuggestion.hint(name, given);
                        }
                        return kept.contains(name) || !enforced
                                ? ""
                                : "the label '" + name + "' is given only by rules in the shadow or off, which label"
                                        + " nobody, so it is never there; put them in force together";
                    })
                    .forEach(fault -> warnings.add(file.problem(fault)));
        }
    }

    private static boolean inForce(DrlFile file) {
        return file.spec().active() && file.spec().mode() == Finding.Mode.ENFORCE;
    }

    /** Nothing of one that cannot be read; a rule that is off may be so. */
    private static RuleUses uses(DrlFile file) {
        try {
            return RuleUses.of(file.rules());
        } catch (RulebookException e) {
            return RuleUses.of(List.of());
        }
    }

    /**
     * Rules that ask for lists on which nothing is.
     *
     * @param lists names of all lists of a service
     */
    static List<RulebookProblem> unknownLists(RulebookFiles files, Set<String> lists) throws RulebookException {
        List<RulebookProblem> problems = new BoundedProblemList();
        for (RuleGraph.Rule rule : RuleGraph.of(files).rules()) {
            String path = rule.metadata().folder() + "/" + DrlFile.NAME;
            DrlFile file = new DrlFile(rule.metadata(), path, files.files().getOrDefault(path, ""));
            RuleLint.named(file.text(), file.rules(), "listed", asked -> {
                        String name = asked.substring(asked.indexOf(':') + 1);
                        return lists.contains(name)
                                ? ""
                                : "nothing is on a list '" + name + "' of the running service, so this is false until"
                                        + " ./sekimori list add puts something there"
                                        + NameSuggestion.hint(name, lists);
                    })
                    .forEach(fault -> problems.add(file.problem(fault)));
        }
        return problems;
    }

    private void unsetWords() {
        rulebook.policies().unset().forEach((domain, keys) -> {
            String place = domain.isEmpty()
                    ? "(?m)^(defaults)[ \\t]*:"
                    : "(?m)^[ \\t]+[\"']?(" + Pattern.quote(domain) + ")[\"']?[ \\t]*:";
            warnings.add(
                    find(
                            DomainPolicies.FILE,
                            place,
                            "names a home but no " + String.join(", ", keys)
                                    + (domain.isEmpty() ? "" : " for " + domain)
                                    + ", so whoever is refused reads general words that lead nowhere; write what customers are to use"));
        });
    }

    private void texts(List<DrlFile> all) {
        Set<String> known = new TreeSet<>();
        rulebook.specs().values().forEach(spec -> {
            known.add(spec.text() + ".customer");
            known.add(spec.text() + ".analyst");
        });
        all.forEach(file -> known.addAll(reasons(file)));
        COMMON.forEach(name -> known.add("common." + name));
        SendLimits.words().forEach(name -> known.add("common." + name));
        MessageCatalog messages = rulebook.messages();
        for (String language : messages.languages()) {
            String file = MessageCatalog.file(language);
            for (String key : messages.keys(language)) {
                if (!known.contains(key)) {
                    warnings.add(find(
                            file,
                            "(?m)^[ \\t]*(" + Pattern.quote(key) + ")[ \\t]*[=:]",
                            key.contains(".reason.")
                                    ? "no rule says this reason; the English text must be that of its rule.drl"
                                    : "no rule has the text " + key
                                            + "; take it out, or name it by 'text' in a rule.yml"));
                }
            }
            for (String name : wanted(messages, language)) {
                boolean builtIn = language.equals("en") && CustomerTextRenderer.knows(name);
                if (!builtIn && !messages.has(language, "common." + name)) {
                    warnings.add(
                            new RulebookProblem(file, 0, "lacks common." + name + ", so customers read it in English"));
                }
            }
        }
    }

    /** Keys of reasons in message files that the rule says so. */
    private Set<String> reasons(DrlFile file) {
        Set<String> said;
        try {
            said = RuleLint.reasons(file.rules());
        } catch (RulebookException e) {
            // A rule that is off may be unreadable; its reasons are unknown, and none is reported.
            return rulebook.messages().reasons(file.spec().id()).keySet();
        }
        Set<String> keys = new TreeSet<>();
        rulebook.messages().reasons(file.spec().id()).forEach((key, text) -> {
            if (said.contains(text)) {
                keys.add(key);
            }
        });
        return keys;
    }

    /** The general words that a language should have; those for limits only where a text names a limit. */
    private static Set<String> wanted(MessageCatalog messages, String language) {
        Set<String> wanted = new TreeSet<>(COMMON);
        if (messages.keys(language).stream().anyMatch(key -> messages.namesLimit(language, key))) {
            wanted.addAll(SendLimits.words());
        }
        return wanted;
    }

    /** The first place of a pattern's first group; not looked for if the warning will only be counted. */
    private RulebookProblem find(String file, String pattern, String message) {
        if (warnings.full()) {
            return new RulebookProblem(file, 0, message);
        }
        String text = files.files().getOrDefault(file, "");
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find()
                ? RulebookProblem.at(file, text, matcher.start(1), message)
                : new RulebookProblem(file, 0, message);
    }

    private void places() {
        Set<String> read = new HashSet<>();
        List<String> tests = new ArrayList<>();
        for (RuleMetadata spec : rulebook.specs().values()) {
            read.add(spec.folder() + "/" + RuleMetadata.FILE);
            read.add(spec.folder() + "/" + DrlFile.NAME);
            tests.add(spec.folder() + "/" + RuleTest.FOLDER);
            String former = spec.folder() + "/" + RuleTest.FORMER_FOLDER;
            if (!files.files().subMap(former, former + Character.MAX_VALUE).isEmpty()) {
                tests.add(former);
                warnings.add(new RulebookProblem(
                        former,
                        0,
                        "rule tests belong into tests/; rename the folder (cases/ is read in this version only)"));
            }
        }
        for (String file : files.files().keySet()) {
            boolean isTest = tests.stream().anyMatch(folder -> file.startsWith(folder) && file.endsWith(".yml"));
            if (!read.contains(file) && !isTest && !OTHER_FILES.matcher(file).matches()) {
                warnings.add(new RulebookProblem(
                        file, 0, "is not read; rule tests belong into <family>/<rule>/tests/<name>.yml"));
            }
        }
    }

    private void switchedOff() {
        for (RuleMetadata spec : rulebook.specs().values()) {
            String file = spec.folder() + "/" + RuleMetadata.FILE;
            if (OFF.matcher(files.files().getOrDefault(file, "")).find()) {
                warnings.add(find(
                        file, "(?m)^mode:[ \\t]*(off)", "the rule is off and nobody says why; write mode: off  # why"));
            }
        }
    }

    /** A test that needs a rule which is not there is never run; one that needs a rule that is off waits for it. */
    private void ruleTests() {
        Set<String> rules = rulebook.specs().keySet();
        for (RuleTest test : rulebook.ruleTests()) {
            for (String needed : test.with()) {
                if (!rules.contains(needed)) {
                    warnings.add(find(
                            test.file(),
                            "(?ms)^with[ \\t]*:.*?(?<![a-z0-9-])(" + Pattern.quote(needed) + ")(?![a-z0-9-])",
                            "there is no rule '" + needed + "', so this test is never run"
                                    + NameSuggestion.hint(needed, rules)));
                }
            }
        }
    }

    private void knownFalsePositives() throws RulebookException {
        for (DrlFile file : rulebook.drl()) {
            Set<String> verbs = new HashSet<>();
            file.rules().forEach(rule -> rule.actions().forEach(action -> verbs.addAll(action.verbs())));
            boolean refuses = verbs.contains("reject") || verbs.contains("defer");
            String rule = file.spec().id();
            rulebook.knownFalsePositives()
                    .byRule()
                    .getOrDefault(rule, Collections.emptySortedMap())
                    .forEach((who, known) -> {
                        if ((known.refused() > 0 && !refuses) || (known.flagged() > 0 && !verbs.contains("flag"))) {
                            warnings.add(find(
                                    KnownFalsePositives.FILE,
                                    "(?m)^(" + Pattern.quote(rule) + ")[ \\t]*:",
                                    rule + " never " + (refuses ? "flags" : "refuses") + ", and " + who
                                            + " accepts that it does"));
                        }
                    });
        }
    }
}
