package org.sekimori.rules.testing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.cases.CaseCommand;
import org.sekimori.cases.HoldCommand;
import org.sekimori.grants.AccountHomeCommand;
import org.sekimori.grants.GrantCommand;
import org.sekimori.mail.Account;
import org.sekimori.mail.EventKind;
import org.sekimori.mail.Finding.Effect;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Verdict;
import org.sekimori.neighbours.NeighbourNews;
import org.sekimori.rules.policy.DomainPolicies;
import org.sekimori.rules.policy.DomainPolicy;
import org.sekimori.rules.policy.FollowUpPolicy;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RuleTriggers;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.rules.source.YamlMap;

/**
 * A rule test, {@code <rule>/tests/*.yml}: what happened to one account, and the decision expected for the last
 * submission; of a rule with other triggers, what it is to find at the last events of one kind.
 *
 * @param file where it stands
 * @param line line of what is expected, counted from 1
 * @param rule the rule it belongs to
 * @param title one line
 * @param account whose account it is about
 * @param with other rules that are in force in this test, whatever their mode; without one of them it is not run
 * @param policy the policy that holds in this test, with nothing of the rulebook's own but the thresholds; null for the
 *     rulebook's own
 * @param followUp what follows from a flag in this test, with nothing of the rulebook's own
 * @param steps what happened, in order; the last one is a submission, or another trigger of the rule
 * @param expected what must be decided about it
 */
public record RuleTest(
        String file,
        int line,
        String rule,
        String title,
        Account account,
        List<String> with,
        @Nullable DomainPolicy policy,
        FollowUpPolicy.AccountTerms followUp,
        List<Step> steps,
        ExpectedDecision expected) {

    /** Folder of a rule's tests in the rule's own folder. */
    public static final String FOLDER = "tests/";

    /** The folder's name before 0.2, still read in this version; the check warns of it. */
    public static final String FORMER_FOLDER = "cases/";

    private static final Pattern IN_A_FOLDER = Pattern.compile("[^/]+/[^/]+/(" + FOLDER + "|" + FORMER_FOLDER + ").+");

    public static final String[] KEYS = {"title", "account", "with", "policy", "follow_up", "entries", "expect"};
    public static final String[] EXPECT_KEYS = {"verdict", "hit", "effect", "reason", "flags"};

    /** The verdict where there is nothing to answer. */
    private static final String NOTHING = Verdict.NONE.word();

    static final List<String> VERDICTS = List.of("accept", "quarantine", "defer", "reject");

    /**
     * The expected decision.
     *
     * @param verdict {@code accept, quarantine, defer, reject}; for an observed domain, the verdict without observation;
     *     {@code none} at other events than submissions
     * @param hit whether the rule must or must not be among the findings, in any mode
     * @param effect expected effect of one of its findings; null for any
     * @param reason text that this finding's reason must contain; empty for any
     * @param flags ids of exactly the enforced rules that must flag the account; null for any
     */
    public record ExpectedDecision(
            String verdict,
            boolean hit,
            @Nullable Effect effect,
            String reason,
            @Nullable SortedSet<String> flags) {}

    /** One thing that happens in a case. */
    public sealed interface Step {}

    /** A submission, an outcome or a log-in. */
    public record MailStep(MailEvent event) implements Step {}

    /** A grant is opened, extended or revoked. */
    public record GrantCommandStep(GrantCommand command) implements Step {}

    /** The account's own home is set or removed. */
    public record HomeCommandStep(AccountHomeCommand command) implements Step {}

    /** A hold is placed or released. */
    public record HoldCommandStep(HoldCommand command) implements Step {}

    /** The account is told of others. */
    public record NeighbourStep(NeighbourNews news) implements Step {}

    /** A command on the account's case. */
    public record CaseCommandStep(CaseCommand command) implements Step {}

    public static List<RuleTest> readAll(
            RulebookFiles files,
            DomainPolicies policies,
            Collection<RuleMetadata> specs,
            List<RulebookProblem> problems) {
        RuleTestLimits limits = new RuleTestLimits();
        List<RuleTest> tests = new ArrayList<>();
        for (RuleMetadata spec : specs) {
            boolean hit = false;
            boolean miss = false;
            boolean broken = false;
            for (String file : files(files, spec)) {
                try {
                    RuleTest read = read(spec, file, files.files().getOrDefault(file, ""), policies, limits);
                    tests.add(read);
                    hit |= read.expected().hit();
                    miss |= !read.expected().hit();
                } catch (RulebookException e) {
                    problems.addAll(e.problems());
                    broken = true;
                }
            }
            // A test that cannot be read might be the one that is missing.
            if (spec.active() && !broken && !(hit && miss)) {
                problems.add(new RulebookProblem(
                        spec.folder() + "/" + FOLDER, 0, "needs at least one rule test that hits and one near miss"));
            }
        }
        return tests;
    }

    /** The files of a rule's tests, in the order of their paths. */
    private static SortedSet<String> files(RulebookFiles files, RuleMetadata spec) {
        SortedSet<String> all = new TreeSet<>();
        for (String name : List.of(FOLDER, FORMER_FOLDER)) {
            String folder = spec.folder() + "/" + name;
            all.addAll(
                    files.files().subMap(folder, folder + Character.MAX_VALUE).keySet());
        }
        return all;
    }

    /** Whether a path of a rulebook lies in a folder of rule tests. */
    public static boolean isIn(String path) {
        return IN_A_FOLDER.matcher(path).matches();
    }

    public static RuleTest read(
            RuleMetadata spec, String file, String text, DomainPolicies policies, RuleTestLimits limits)
            throws RulebookException {
        limits.begin();
        YamlMap map = YamlMap.parse(file, text).only(KEYS);
        Account account;
        try {
            account = Account.of(map.text("account"));
        } catch (IllegalArgumentException e) {
            throw map.wrong("account", e);
        }
        List<Step> steps = new RuleTestEntryReader(account, file).read(map.maps("entries"), limits);
        if (steps.isEmpty()
                || !(steps.get(steps.size() - 1) instanceof MailStep last)
                || !spec.triggers().contains(last.event().kind())) {
            throw map.wrong("entries", "must end with " + ends(spec));
        }
        DomainPolicy policy = map.has("policy") ? DomainPolicies.ofRuleTest(map.map("policy"), policies) : null;
        FollowUpPolicy.AccountTerms followUp = map.has("follow_up")
                ? FollowUpPolicy.ofRuleTest(map.map("follow_up"), policies, spec.id())
                : FollowUpPolicy.USUAL;
        ExpectedDecision expected =
                expected(map.map("expect").only(EXPECT_KEYS), last.event().kind());
        return new RuleTest(
                file,
                map.line("expect"),
                spec.id(),
                map.text("title"),
                account,
                map.has("with") ? map.texts("with") : List.of(),
                policy,
                followUp,
                steps,
                expected);
    }

    /** What a test of the rule must end with, or the rule does not run. */
    private static String ends(RuleMetadata spec) {
        if (spec.answers()) {
            return "a submission";
        }
        return "what the rule runs on: "
                + spec.triggers().stream().map(RuleTriggers::word).collect(Collectors.joining(" or "));
    }

    private static String verdict(YamlMap map, EventKind last) throws RulebookException {
        if (last != EventKind.ATTEMPT) {
            if (map.has("verdict") && !map.text("verdict").equals(NOTHING)) {
                throw map.wrong(
                        "verdict",
                        "belongs to a submission; at " + RuleTriggers.word(last)
                                + " there is nothing to answer, so leave it out");
            }
            return NOTHING;
        }
        String verdict = map.text("verdict");
        if (!VERDICTS.contains(verdict)) {
            throw map.wrong("verdict", "must be accept, quarantine, defer or reject, not " + verdict);
        }
        return verdict;
    }

    private static ExpectedDecision expected(YamlMap map, EventKind last) throws RulebookException {
        String verdict = verdict(map, last);
        boolean hit = flag(map, "hit");
        for (String key : List.of("effect", "reason")) {
            if (!hit && map.has(key)) {
                throw map.wrong(key, "belongs to a rule test that hits; this one has 'hit: false'");
            }
        }
        return new ExpectedDecision(
                verdict,
                hit,
                map.has("effect") ? effect(map) : null,
                map.text("reason", ""),
                map.has("flags") ? new TreeSet<>(map.texts("flags")) : null);
    }

    private static Effect effect(YamlMap map) throws RulebookException {
        String word = map.text("effect");
        for (Effect effect : Effect.values()) {
            if (effect.word().equals(word)) {
                return effect;
            }
        }
        throw map.wrong("effect", "must be flag, quarantine, defer, reject or advise, not " + word);
    }

    static boolean flag(YamlMap map, String key) throws RulebookException {
        String word = map.text(key);
        if (!word.equals("true") && !word.equals("false")) {
            throw map.wrong(key, "must be true or false, not " + word);
        }
        return word.equals("true");
    }
}
