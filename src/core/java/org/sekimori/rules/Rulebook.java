package org.sekimori.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision.Refusal;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.evidence.EvidenceWeights;
import org.sekimori.rules.language.RuleTree;
import org.sekimori.rules.language.Vocabulary;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.FollowUpPolicy;
import org.sekimori.rules.policy.RuleExemption;
import org.sekimori.rules.source.BoundedProblemList;
import org.sekimori.rules.source.KnownFalsePositives;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.rules.source.YamlMap;
import org.sekimori.rules.testing.RuleTest;
import org.sekimori.rules.text.CustomerTextRenderer;
import org.sekimori.rules.text.MessageCatalog;
import org.sekimori.rules.text.NoticeTemplates;
import org.sekimori.rules.text.RefusedSubmission;
import org.sekimori.text.NameSuggestion;

/** A rulebook ready to run: policies, texts, and the compiled rules. Immutable and shared by all threads. */
public final class Rulebook implements AutoCloseable {

    /** A rulebook without rules and home; active before the first activation. */
    public static final Rulebook NONE = new RulebookBuilder("none").build();

    private static final String POLICY_DEFAULT = "defaults: {}\n";

    private final String id;
    private final DomainPolicies policies;
    private final MessageCatalog messages;
    private final NoticeTemplates notices;
    private final SortedMap<String, RuleMetadata> specs;
    private final List<RuleTest> ruleTests;
    private final KnownFalsePositives known;
    private final List<DrlFile> drl;
    private final @Nullable CompiledRules compiled;
    private final Set<String> off;
    private final NeighbourQuestions neighbours;
    private final EvidenceWeights weights;

    Rulebook(
            String id,
            DomainPolicies policies,
            MessageCatalog messages,
            NoticeTemplates notices,
            SortedMap<String, RuleMetadata> specs,
            List<RuleTest> ruleTests,
            KnownFalsePositives known,
            List<DrlFile> drl,
            @Nullable CompiledRules compiled,
            Set<String> off,
            NeighbourQuestions neighbours,
            EvidenceWeights weights) {
        this.id = id;
        this.policies = policies;
        this.messages = messages;
        this.notices = notices;
        this.specs = specs;
        this.ruleTests = ruleTests;
        this.known = known;
        this.drl = drl;
        this.compiled = compiled;
        this.off = off;
        this.neighbours = neighbours;
        this.weights = weights;
    }

    /**
     * Checks and compiles; takes about two seconds the first time in a process, then some hundred milliseconds.
     *
     * @throws RulebookException with everything that is wrong
     */
    public static Rulebook compile(RulebookFiles files) throws RulebookException {
        BoundedProblemList problems = new BoundedProblemList();
        problems.addAll(files.faults());
        if (!problems.isEmpty()) {
            throw new RulebookException(problems);
        }
        EvidenceWeights weights = EvidenceWeights.read(files, problems);
        DomainPolicies policies = DomainPolicies.read(
                files.files().getOrDefault(DomainPolicies.FILE, POLICY_DEFAULT), weights.thresholds(), problems);
        boolean whole = problems.isEmpty();
        MessageCatalog messages = MessageCatalog.read(files, problems);
        NoticeTemplates notices = NoticeTemplates.read(files, problems);
        SortedMap<String, RuleMetadata> specs = specs(files, messages, problems);
        Set<String> ids = ids(files, specs);
        List<DrlFile> drl = drl(files, specs, problems);
        policies = new ThresholdReferences(files, specs.values()).known(policies, whole, problems);
        policies = policies.withFollowUp(FollowUpPolicy.read(files, policies, ids, problems));
        Vocabulary vocabulary = SubmissionVocabulary.of(policies, weights, ids);
        DrlLimits limits = new DrlLimits();
        for (DrlFile file : drl) {
            problems.addAll(file.check(vocabulary));
            problems.addAll(TriggerCheck.effects(file));
            limits.spend(file, problems);
            if (problems.full()) {
                break;
            }
        }
        if (!problems.full()) {
            problems.addAll(new RuleOrder(drl).problems(off(files, specs)));
        }
        List<RuleTest> cases = RuleTest.readAll(files, policies, specs.values(), problems);
        problems.addAll(exemptions(files, specs, ids, cases));
        KnownFalsePositives known = KnownFalsePositives.read(files, ids, problems);
        if (!problems.isEmpty()) {
            throw new RulebookException(problems);
        }
        CompiledRules compiled = drl.isEmpty() ? null : RuleCompiler.compile(drl);
        List<RuleTree> trees = new ArrayList<>();
        for (DrlFile file : drl) {
            trees.addAll(file.rules());
        }
        return new RulebookBuilder(files.id())
                .policies(policies)
                .messages(messages)
                .notices(notices)
                .specs(specs)
                .ruleTests(cases)
                .known(known)
                .drl(drl)
                .compiled(compiled)
                .weights(weights)
                .neighbourQuestions(NeighbourQuestions.of(trees))
                .build();
    }

    private static SortedMap<String, RuleMetadata> specs(
            RulebookFiles files, MessageCatalog messages, List<RulebookProblem> problems) {
        SortedMap<String, RuleMetadata> specs = new TreeMap<>();
        Set<String> folders = new HashSet<>();
        files.files().forEach((file, content) -> {
            if (!file.endsWith("/" + RuleMetadata.FILE)) {
                return;
            }
            String folder = file.substring(0, file.length() - RuleMetadata.FILE.length() - 1);
            folders.add(folder);
            try {
                RuleMetadata spec = RuleMetadata.parse(folder, content);
                RuleMetadata twin = specs.put(spec.id(), spec);
                if (twin != null) {
                    problems.add(new RulebookProblem(file, 0, "has the same id as " + twin.folder()));
                }
            } catch (RulebookException e) {
                problems.addAll(e.problems());
            }
        });
        Set<String> unknown = unknownTexts(files, messages, specs, problems);
        lackingTexts(messages, specs, unknown, problems);
        files.files().keySet().forEach(file -> {
            String folder = file.substring(0, Math.max(0, file.lastIndexOf('/')));
            if (file.endsWith("/" + DrlFile.NAME) && !folders.contains(folder)) {
                problems.add(new RulebookProblem(file, 0, "has no " + RuleMetadata.FILE + " beside it"));
            } else if (file.endsWith(".drl") && !file.endsWith("/" + DrlFile.NAME)) {
                problems.add(new RulebookProblem(file, 0, "must be <family>/<rule>/" + DrlFile.NAME));
            }
        });
        return specs;
    }

    /** A rule that names texts other than its own, which no language has, has misspelt them; returns their names. */
    private static Set<String> unknownTexts(
            RulebookFiles files,
            MessageCatalog messages,
            SortedMap<String, RuleMetadata> specs,
            List<RulebookProblem> problems) {
        Set<String> unknown = new TreeSet<>();
        for (RuleMetadata spec : specs.values()) {
            String key = spec.text() + ".customer";
            boolean known = messages.languages().stream().anyMatch(language -> messages.has(language, key));
            if (known || spec.text().equals(spec.id()) || messages.languages().isEmpty()) {
                continue;
            }
            unknown.add(key);
            String file = spec.folder() + "/" + RuleMetadata.FILE;
            try {
                problems.addAll(YamlMap.parse(file, files.files().getOrDefault(file, ""))
                        .wrong(
                                "text",
                                "names texts that no message file has: " + key
                                        + NameSuggestion.hint(spec.text(), specs.keySet()))
                        .problems());
            } catch (RulebookException e) {
                problems.addAll(e.problems());
            }
        }
        return unknown;
    }

    /** One problem for each language: a file that was cut off lacks many texts for one reason. */
    private static void lackingTexts(
            MessageCatalog messages,
            SortedMap<String, RuleMetadata> specs,
            Set<String> unknown,
            List<RulebookProblem> problems) {
        for (String language : messages.languages()) {
            List<String> lacking = specs.values().stream()
                    .filter(RuleMetadata::answers)
                    .map(spec -> spec.text() + ".customer")
                    .filter(key -> !messages.has(language, key) && !unknown.contains(key))
                    .distinct()
                    .toList();
            if (!lacking.isEmpty()) {
                problems.add(new RulebookProblem(
                        MessageCatalog.file(language),
                        0,
                        "lacks " + String.join(", ", lacking) + ", which customers read when "
                                + (lacking.size() == 1 ? "the rule refuses" : "these rules refuse")));
            }
        }
    }

    /** Ids of all rules, also of those with an unreadable {@code rule.yml}, since others may refer to them. */
    private static Set<String> ids(RulebookFiles files, SortedMap<String, RuleMetadata> specs) {
        Set<String> ids = new TreeSet<>(specs.keySet());
        for (String file : files.files().keySet()) {
            if (file.endsWith("/" + RuleMetadata.FILE)) {
                String folder = file.substring(0, file.length() - RuleMetadata.FILE.length() - 1);
                ids.add(folder.substring(folder.lastIndexOf('/') + 1));
            }
        }
        return ids;
    }

    /** Faults of exemptions in the policy and in rule tests. */
    private static List<RulebookProblem> exemptions(
            RulebookFiles files, SortedMap<String, RuleMetadata> specs, Set<String> ids, List<RuleTest> tests) {
        List<RulebookProblem> problems = new BoundedProblemList();
        problems.addAll(RuleExemption.check(
                files.files().getOrDefault(DomainPolicies.FILE, POLICY_DEFAULT),
                ids,
                specs.values().stream().map(RuleMetadata::folder).toList()));
        for (RuleTest test : tests) {
            Set<String> exempt = test.policy() == null
                    ? Set.of()
                    : test.policy().exemptions().keySet();
            exempt.stream()
                    .filter(rule -> !ids.contains(rule))
                    .forEach(rule -> problems.add(new RulebookProblem(
                            test.file(),
                            0,
                            "is about an account exempt from " + rule + ", which is no rule of this rulebook"
                                    + NameSuggestion.hint(rule, ids))));
        }
        return problems;
    }

    private static List<DrlFile> drl(
            RulebookFiles files, SortedMap<String, RuleMetadata> specs, List<RulebookProblem> problems) {
        List<DrlFile> drl = new ArrayList<>();
        for (RuleMetadata spec : specs.values()) {
            String path = spec.folder() + "/" + DrlFile.NAME;
            String text = files.files().get(path);
            if (text == null) {
                problems.add(new RulebookProblem(path, 0, "is missing beside " + RuleMetadata.FILE));
            } else if (spec.active()) {
                drl.add(new DrlFile(spec, path, text));
            }
        }
        return drl;
    }

    /** The DRL of the rules that are off. */
    private static List<DrlFile> off(RulebookFiles files, SortedMap<String, RuleMetadata> specs) {
        return specs.values().stream()
                .filter(spec -> !spec.active())
                .map(spec -> {
                    String path = spec.folder() + "/" + DrlFile.NAME;
                    return new DrlFile(spec, path, files.files().getOrDefault(path, ""));
                })
                .toList();
    }

    /** The version: the hash of everything in the rulebook's folder. */
    public String id() {
        return id;
    }

    /**
     * What a recorded reason says in other languages than English: by language, those that have a text of it.
     *
     * @param rule id of the rule that said it
     * @param reason with its values
     */
    public Map<String, String> translations(String rule, String reason) {
        Map<String, String> all = new TreeMap<>();
        for (String language : messages.languages()) {
            String said = messages.reason(language, rule, reason);
            if (!said.equals(reason)) {
                all.put(language, said);
            }
        }
        return all;
    }

    MessageCatalog messages() {
        return messages;
    }

    /** The texts of notices. */
    public NoticeTemplates notices() {
        return notices;
    }

    /**
     * The operator's values of an account's domain for the placeholders {@code webmail}, {@code travel_page}, {@code contact},
     * {@code provider}, {@code phone}; without one, the general phrase in a language.
     */
    public Map<String, String> placeholderValues(@Nullable Account account, Locale language) {
        return new CustomerTextRenderer(policies, messages).places(account, language);
    }

    /** The operators' policies. */
    public DomainPolicies policies() {
        return policies;
    }

    /** What signs of a stolen account weigh. */
    public EvidenceWeights weights() {
        return weights;
    }

    /** All rules, those switched off included, by id. */
    public SortedMap<String, RuleMetadata> specs() {
        return specs;
    }

    /** The DRL of the rules that run, by id. */
    List<DrlFile> drl() {
        return drl;
    }

    /** The rule tests. */
    public List<RuleTest> ruleTests() {
        return ruleTests;
    }

    /** Which honest customers the rules are known to hit. */
    public KnownFalsePositives knownFalsePositives() {
        return known;
    }

    /** A session for one thread, with the rules on submissions. */
    public RuleSession newSession() {
        return new RuleSession(on(EventKind.ATTEMPT));
    }

    /** A session for one thread, with the rules on another kind of event. */
    public RuleSession newSession(EventKind trigger) {
        return new RuleSession(on(trigger));
    }

    /** Ids of the rules that run on a kind of event. */
    public SortedSet<String> runningOn(EventKind trigger) {
        SortedSet<String> running = new TreeSet<>();
        for (RuleMetadata spec : specs.values()) {
            if (spec.active() && spec.triggers().contains(trigger) && !off.contains(spec.id())) {
                running.add(spec.id());
            }
        }
        return running;
    }

    /** The same rulebook with the rules on one kind of event; itself if they all are. Compiled once for each choice of rules. */
    private Rulebook on(EventKind trigger) {
        Set<String> others = new TreeSet<>(off);
        for (RuleMetadata spec : specs.values()) {
            if (spec.active() && !spec.triggers().contains(trigger)) {
                others.add(spec.id());
            }
        }
        return others.equals(off) ? this : without(others);
    }

    /** The verdict of an enforced finding, under the policy of the account. */
    public Verdict verdict(Finding finding, DomainPolicy policy) {
        return switch (finding.effect()) {
            case REJECT -> spec(finding.rule()).reject();
            case DEFER -> spec(finding.rule()).defer();
            case QUARANTINE ->
                switch (policy.quarantine()) {
                    case ALLOW -> Verdict.QUARANTINE;
                    case PASS -> Verdict.ACCEPT;
                    case DEFER -> spec(finding.rule()).defer();
                };
            case FLAG, ADVISE -> Verdict.ACCEPT;
        };
    }

    /**
     * The texts of a refusal or a quarantine.
     *
     * @param refused for the customer's text; null for a quarantine, of which the customer is told nothing
     * @param acting the finding that refused or quarantined; its reason is for the analyst
     */
    public Refusal refusal(@Nullable RefusedSubmission refused, Finding acting, Map<String, Number> figures) {
        return new Refusal(
                refused == null ? "" : customerText(refused), acting.rule() + ": " + acting.reason(), figures);
    }

    /** The customer's text alone, in the language of the account's domain. */
    public String customerText(RefusedSubmission refused) {
        return new CustomerTextRenderer(policies, messages).customer(key(refused), refused);
    }

    /**
     * The customer's text for SMTP, in English. A value that is not printable ASCII is replaced by the general phrase; if the
     * English text itself has other characters, so has the result.
     */
    public String plainText(RefusedSubmission refused) {
        return new CustomerTextRenderer(policies, messages).plain(key(refused), refused);
    }

    private String key(RefusedSubmission refused) {
        return spec(refused.rule()).text() + ".customer";
    }

    /** A text that belongs to no rule, {@code common.<name>}, in the language of a domain. */
    public String commonText(String name, String domain) {
        return messages.text(policies.of(domain).language(), "common." + name, Map.of());
    }

    /** A text that belongs to no rule, {@code common.<name>}, in English, for SMTP. */
    public String plainCommonText(String name) {
        return messages.text(Locale.ENGLISH, "common." + name, Map.of());
    }

    private RulebookBuilder toBuilder() {
        return new RulebookBuilder(id)
                .policies(policies)
                .messages(messages)
                .notices(notices)
                .specs(specs)
                .ruleTests(ruleTests)
                .known(known)
                .drl(drl)
                .compiled(compiled)
                .off(off)
                .weights(weights)
                .neighbourQuestions(neighbours);
    }

    /** The same rules under another policy for one domain, for trying them out; shares the compiled classes. */
    public Rulebook with(String domain, DomainPolicy policy) {
        return toBuilder().policies(policies.with(domain, policy)).build();
    }

    /** The same rules with other numbers to compare with, for all accounts; shares the compiled classes. */
    public Rulebook withThresholds(Map<String, Double> numbers) {
        return toBuilder().policies(policies.withThresholds(numbers)).build();
    }

    /** The same rules with one follow-up for all accounts, whatever the operator has set; shares the compiled classes. */
    public Rulebook withFollowUp(FollowUpPolicy.AccountTerms terms) {
        return toBuilder()
                .policies(policies.withFollowUp(FollowUpPolicy.of(terms)))
                .build();
    }

    /**
     * The same rulebook with some rules disabled; shares the compiled classes. It keeps its id, because its text is the same:
     * disabling is part of the activation.
     *
     * @param rules ids; unknown ones are ignored
     */
    public Rulebook without(Set<String> rules) {
        return toBuilder()
                .off(Collections.unmodifiableSet(new TreeSet<>(rules)))
                .build();
    }

    /**
     * The same rulebook with one rule enforced, whatever its mode, for that rule's tests; and with it those from which it reads
     * signs or findings, which it would not see from the shadow.
     */
    public Rulebook enforcing(String rule) {
        SortedMap<String, RuleMetadata> enforced = new TreeMap<>(specs);
        enforced.computeIfPresent(rule, (id, spec) -> spec.enforced());
        if (compiled != null) {
            compiled.order()
                    .feeding(rule)
                    .forEach(feeding -> enforced.computeIfPresent(feeding, (id, spec) -> spec.enforced()));
        }
        return toBuilder().specs(enforced).build();
    }

    /** Whether a rule raises signs and never finds anything. */
    public boolean onlySigns(String rule) {
        return compiled != null && compiled.order().onlySigns(rule);
    }

    /** What its rules ask about neighbours. */
    public NeighbourQuestions neighbourQuestions() {
        return neighbours;
    }

    /** Ids of the rules that are switched off. */
    public Set<String> off() {
        return off;
    }

    /** The compiled rules; null without rules. */
    @Nullable
    CompiledRules compiled() {
        return compiled;
    }

    /**
     * The metadata of a rule.
     *
     * @throws IllegalStateException if the rulebook has no such rule
     */
    public RuleMetadata spec(String rule) {
        RuleMetadata spec = specs.get(rule);
        if (spec == null) {
            throw new IllegalStateException("rulebook " + id + " has no rule " + rule);
        }
        return spec;
    }

    /** Gives back the compiled classes; call it when no session is in use any more. */
    @Override
    public void close() {
        if (compiled != null) {
            compiled.close();
        }
    }
}
