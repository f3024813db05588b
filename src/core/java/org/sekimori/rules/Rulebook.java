package org.sekimori.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.Account;
import org.sekimori.mail.Decision.Refusal;
import org.sekimori.mail.Finding;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.Verdict;
import org.sekimori.rules.language.Vocabulary;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.FollowUpPolicy;
import org.sekimori.rules.source.BoundedProblemList;
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
            Set<String> off) {
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
        DomainPolicies policies =
                DomainPolicies.read(files.files().getOrDefault(DomainPolicies.FILE, POLICY_DEFAULT), problems);
        boolean whole = problems.isEmpty();
        MessageCatalog messages = MessageCatalog.read(files, problems);
        NoticeTemplates notices = NoticeTemplates.read(files, problems);
        SortedMap<String, RuleMetadata> specs = specs(files, messages, problems);
        Set<String> ids = ids(files, specs);
        List<DrlFile> drl = drl(files, specs, problems);
        policies = new ThresholdReferences(files, specs.values()).known(policies, whole, problems);
        policies = policies.withFollowUp(FollowUpPolicy.read(files, policies, ids, problems));
        Vocabulary vocabulary = SubmissionVocabulary.of(policies);
        DrlLimits limits = new DrlLimits();
        for (DrlFile file : drl) {
            problems.addAll(file.check(vocabulary));
            limits.spend(file, problems);
            if (problems.full()) {
                break;
            }
        }
        List<RuleTest> cases = RuleTest.readAll(files, policies, specs.values(), problems);
        KnownFalsePositives known = KnownFalsePositives.read(files, ids, problems);
        if (!problems.isEmpty()) {
            throw new RulebookException(problems);
        }
        CompiledRules compiled = drl.isEmpty() ? null : RuleCompiler.compile(drl);
        return new RulebookBuilder(files.id())
                .policies(policies)
                .messages(messages)
                .notices(notices)
                .specs(specs)
                .ruleTests(cases)
                .known(known)
                .drl(drl)
                .compiled(compiled)
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

    /** The version: the hash of everything in the rulebook's folder. */
    public String id() {
        return id;
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

    /** A session for one thread. */
    public RuleSession newSession() {
        return new RuleSession(this);
    }

    /** The verdict of an enforced finding. */
    public Verdict verdict(Finding finding) {
        RuleMetadata spec = spec(finding.rule());
        return finding.effect() == Effect.REJECT
                ? spec.reject()
                : finding.effect() == Effect.DEFER ? spec.defer() : Verdict.ACCEPT;
    }

    /**
     * The texts of a refusal.
     *
     * @param reason the finding's reason, for the analyst
     */
    public Refusal refusal(RefusedSubmission refused, String reason, Map<String, Number> figures) {
        return new Refusal(customerText(refused), refused.rule() + ": " + reason, figures);
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
                .off(off);
    }

    /** The same rules under another policy for one domain, for trying them out; shares the compiled classes. */
    public Rulebook with(String domain, DomainPolicy policy) {
        return toBuilder().policies(policies.with(domain, policy)).build();
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

    /** The same rulebook with one rule enforced, whatever its mode, for that rule's tests. */
    public Rulebook enforcing(String rule) {
        SortedMap<String, RuleMetadata> enforced = new TreeMap<>(specs);
        enforced.computeIfPresent(rule, (id, spec) -> spec.enforced());
        return toBuilder().specs(enforced).build();
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
