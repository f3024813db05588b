package org.sekimori.cli.rulebook;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sekimori.engine.RuleTestResult;
import org.sekimori.engine.RuleTestResult.TestedSubmission;
import org.sekimori.engine.RuleTestRunner;
import org.sekimori.rules.RuleExplainer;
import org.sekimori.rules.RuleExplanation;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.source.RuleMetadata;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.rules.testing.RuleTest;
import org.sekimori.text.CountPhrase;
import org.sekimori.text.NameSuggestion;

/**
 * Compiles a rulebook, runs its tests and then clean traffic, and prints each result at once. Runs in the child process of a
 * {@link RuleTestProcess}.
 */
final class RulebookTestRun {

    private final Path folder;
    private final Set<String> rules;
    private final boolean clean;
    private final PrintWriter out;
    private final RuleTestText text;
    private final boolean json;
    private final Optional<CleanTrafficRun> cleanTraffic;

    /**
     * What is run, and where it is printed.
     *
     * @param folder of the rulebook
     * @param rules ids of the rules whose cases and honest days are wanted; empty: all
     * @param clean whether the honest days are run
     * @param signs whether the terminal shows check marks
     * @param json whether a program reads it
     * @param cleanTraffic what runs the honest days; empty if this installation has none
     */
    RulebookTestRun(
            Path folder,
            Set<String> rules,
            boolean clean,
            PrintWriter out,
            boolean signs,
            boolean json,
            Optional<CleanTrafficRun> cleanTraffic) {
        this.folder = folder;
        this.rules = rules;
        this.clean = clean;
        this.out = out;
        this.json = json;
        this.cleanTraffic = cleanTraffic;
        this.text = new RuleTestText(out, folder, signs);
    }

    /**
     * Runs everything once.
     *
     * @param since {@link System#nanoTime} from which the time until the cases' result is counted
     * @param unwanted whether the honest days are not wanted any more
     * @return whether all passed
     * @throws RulebookException if the rulebook cannot be used
     */
    boolean run(RulebookFiles files, long since, BooleanSupplier unwanted) throws RulebookException {
        return run(files, spec -> true, since, unwanted);
    }

    /** Runs again; of rules without changed files prints only failing tests. */
    boolean rerun(RulebookFiles files, Set<String> changed, long since, BooleanSupplier unwanted)
            throws RulebookException {
        return run(
                files,
                spec -> changed.stream().anyMatch(file -> file.startsWith(spec.folder() + "/")),
                since,
                unwanted);
    }

    private boolean run(RulebookFiles files, Predicate<RuleMetadata> shown, long since, BooleanSupplier unwanted)
            throws RulebookException {
        try (Rulebook rulebook = Rulebook.compile(files)) {
            List<RuleMetadata> wanted = wanted(rulebook);
            List<RuleTestResult> results = RuleTestRunner.run(rulebook, cases(rulebook, wanted));
            long failed = results.stream().filter(result -> !result.passed()).count();
            if (json) {
                results.forEach(result -> out.println(RuleTestJson.of(result)));
            } else {
                print(rulebook, wanted, shown, results);
                out.printf(
                        Locale.ROOT,
                        "%n%s, %d passed, %d failed in %.1f s%n",
                        CountPhrase.of(results.size(), "rule test"),
                        results.size() - failed,
                        failed,
                        (System.nanoTime() - since) / 1e9);
            }
            out.flush();
            List<RulebookProblem> lacking = RulebookCheck.agreements(files, rulebook).stream()
                    .filter(problem -> rules.isEmpty() || concerns(wanted, problem))
                    .toList();
            if (json) {
                lacking.forEach(problem -> out.println(RuleTestJson.of(problem)));
            } else if (!lacking.isEmpty()) {
                out.println();
                lacking.forEach(problem -> new RulebookProblemText(folder, files).print(out, problem, "error"));
            }
            out.flush();
            CleanTrafficOutcome cleaned = clean ? honestDays(rulebook, unwanted) : CleanTrafficOutcome.LEFT_OUT;
            if (json) {
                out.println(RuleTestJson.summary(results, cleaned, System.nanoTime() - since));
            }
            out.flush();
            return failed == 0 && lacking.isEmpty() && cleaned.accepted();
        }
    }

    private static boolean concerns(List<RuleMetadata> wanted, RulebookProblem problem) {
        return wanted.stream().anyMatch(spec -> problem.file().startsWith(spec.folder() + "/"));
    }

    private List<RuleMetadata> wanted(Rulebook rulebook) throws RulebookException {
        for (String rule : rules) {
            if (!rulebook.specs().containsKey(rule)) {
                throw new RulebookException(List.of(new RulebookProblem(
                        ".",
                        0,
                        "there is no rule '" + rule + "'"
                                + NameSuggestion.hint(rule, rulebook.specs().keySet()) + " Rules are "
                                + String.join(", ", rulebook.specs().keySet()))));
            }
        }
        return rulebook.specs().values().stream()
                .filter(spec -> rules.isEmpty() || rules.contains(spec.id()))
                .toList();
    }

    private static List<RuleTest> cases(Rulebook rulebook, List<RuleMetadata> wanted) {
        Set<String> ids = wanted.stream().map(RuleMetadata::id).collect(Collectors.toSet());
        return RuleTestRunner.running(rulebook).stream()
                .filter(one -> ids.contains(one.rule()))
                .toList();
    }

    private void print(
            Rulebook rulebook, List<RuleMetadata> wanted, Predicate<RuleMetadata> shown, List<RuleTestResult> results)
            throws RulebookException {
        Map<RuleTestResult, List<RuleExplanation>> explained = explain(rulebook, results);
        for (RuleMetadata spec : wanted) {
            boolean whole = shown.test(spec);
            List<RuleTestResult> own = results.stream()
                    .filter(result -> result.test().rule().equals(spec.id()) && (whole || !result.passed()))
                    .toList();
            if (whole || !own.isEmpty()) {
                text.group(spec, own, explained);
            }
        }
    }

    private static Map<RuleTestResult, List<RuleExplanation>> explain(Rulebook rulebook, List<RuleTestResult> results)
            throws RulebookException {
        Map<RuleTestResult, List<RuleExplanation>> explained = new HashMap<>();
        SortedMap<String, List<RuleTestResult>> failed = new TreeMap<>();
        results.stream().filter(result -> !result.passed()).forEach(result -> failed.computeIfAbsent(
                        result.test().rule(), rule -> new ArrayList<>())
                .add(result));
        if (failed.isEmpty()) {
            return explained;
        }
        try (RuleExplainer explainer = new RuleExplainer(rulebook, failed.keySet())) {
            failed.forEach((rule, its) -> its.forEach(result -> {
                TestedSubmission last = result.last();
                if (last != null) {
                    explained.put(
                            result,
                            explainer
                                    .explain(
                                            last.event(),
                                            last.before().profile(),
                                            last.before().grants(),
                                            last.before().hold(),
                                            last.before().caseSet(),
                                            last.before().neighbours(),
                                            last.policy())
                                    .stream()
                                    .filter(seen -> seen.rule().equals(rule))
                                    .toList());
                }
            }));
        }
        return explained;
    }

    private CleanTrafficOutcome honestDays(Rulebook rulebook, BooleanSupplier unwanted) {
        if (cleanTraffic.isEmpty()) {
            if (!json) {
                out.println(
                        "Clean traffic was not run: it is not part of this installation. --no-clean leaves it out.");
            }
            return CleanTrafficOutcome.NOT_INSTALLED;
        }
        boolean passed = cleanTraffic.get().run(rulebook, folder, rules, json, out, unwanted);
        return passed ? CleanTrafficOutcome.PASSED : CleanTrafficOutcome.FAILED;
    }
}
