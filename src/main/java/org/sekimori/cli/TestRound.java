package org.sekimori.cli;

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
import org.sekimori.engine.CaseResult;
import org.sekimori.engine.CaseResult.Last;
import org.sekimori.engine.CaseRunner;
import org.sekimori.lab.evaluation.CleanTraffic;
import org.sekimori.lab.evaluation.CleanTraffic.Alarm;
import org.sekimori.lab.evaluation.CleanTraffic.Row;
import org.sekimori.lab.world.Geography;
import org.sekimori.mail.Counted;
import org.sekimori.mail.Nearest;
import org.sekimori.rules.Explainer;
import org.sekimori.rules.Explanation;
import org.sekimori.rules.Problem;
import org.sekimori.rules.RuleCase;
import org.sekimori.rules.RuleSession;
import org.sekimori.rules.RuleSpec;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;

/**
 * Compiles a rulebook, runs its cases and then the honest days, and prints each as soon as it is known. Runs in the child process of a
 * {@link TriedRound}.
 */
final class TestRound {

    private final Path folder;
    private final Set<String> rules;
    private final boolean clean;
    private final PrintWriter out;
    private final CaseText text;
    private final boolean json;

    /**
     * What is run, and where it is printed.
     *
     * @param folder of the rulebook
     * @param rules ids of the rules whose cases and honest days are wanted; empty: all
     * @param clean whether the honest days are run
     * @param signs whether the terminal shows check marks
     * @param json whether a program reads it
     */
    TestRound(Path folder, Set<String> rules, boolean clean, PrintWriter out, boolean signs, boolean json) {
        this.folder = folder;
        this.rules = rules;
        this.clean = clean;
        this.out = out;
        this.json = json;
        this.text = new CaseText(out, folder, signs);
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

    /** The same, but of the rules none of whose files changed only the cases that fail are printed. */
    boolean runAgain(RulebookFiles files, Set<String> changed, long since, BooleanSupplier unwanted)
            throws RulebookException {
        return run(
                files,
                spec -> changed.stream().anyMatch(file -> file.startsWith(spec.folder() + "/")),
                since,
                unwanted);
    }

    private boolean run(RulebookFiles files, Predicate<RuleSpec> shown, long since, BooleanSupplier unwanted)
            throws RulebookException {
        try (Rulebook rulebook = Rulebook.compile(files)) {
            List<RuleSpec> wanted = wanted(rulebook);
            List<CaseResult> results = CaseRunner.run(rulebook, cases(rulebook, wanted));
            long failed = results.stream().filter(result -> !result.passed()).count();
            if (json) {
                results.forEach(result -> out.println(CaseJson.of(result)));
            } else {
                print(rulebook, wanted, shown, results);
                out.printf(
                        Locale.ROOT,
                        "%n%s, %d passed, %d failed in %.1f s%n",
                        Counted.of(results.size(), "case"),
                        results.size() - failed,
                        failed,
                        (System.nanoTime() - since) / 1e9);
            }
            out.flush();
            List<Problem> lacking = RulebookCheck.agreements(files, rulebook).stream()
                    .filter(problem -> rules.isEmpty() || concerns(wanted, problem))
                    .toList();
            if (json) {
                lacking.forEach(problem -> out.println(CaseJson.of(problem)));
            } else if (!lacking.isEmpty()) {
                out.println();
                lacking.forEach(problem -> new ProblemText(folder, files).print(out, problem, "error"));
            }
            out.flush();
            boolean cleanPassed = !clean || honestDays(rulebook, unwanted);
            if (json) {
                out.println(CaseJson.summary(results, cleanPassed, System.nanoTime() - since));
            }
            out.flush();
            return failed == 0 && lacking.isEmpty() && cleanPassed;
        }
    }

    private static boolean concerns(List<RuleSpec> wanted, Problem problem) {
        return wanted.stream().anyMatch(spec -> problem.file().startsWith(spec.folder() + "/"));
    }

    private List<RuleSpec> wanted(Rulebook rulebook) throws RulebookException {
        for (String rule : rules) {
            if (!rulebook.specs().containsKey(rule)) {
                throw new RulebookException(List.of(new Problem(
                        ".",
                        0,
                        "there is no rule '" + rule + "'"
                                + Nearest.hint(rule, rulebook.specs().keySet()) + " Rules are "
                                + String.join(", ", rulebook.specs().keySet()))));
            }
        }
        return rulebook.specs().values().stream()
                .filter(spec -> rules.isEmpty() || rules.contains(spec.id()))
                .toList();
    }

    private static List<RuleCase> cases(Rulebook rulebook, List<RuleSpec> wanted) {
        Set<String> ids = wanted.stream().map(RuleSpec::id).collect(Collectors.toSet());
        return CaseRunner.running(rulebook).stream()
                .filter(one -> ids.contains(one.rule()))
                .toList();
    }

    private void print(Rulebook rulebook, List<RuleSpec> wanted, Predicate<RuleSpec> shown, List<CaseResult> results)
            throws RulebookException {
        Map<CaseResult, List<Explanation>> explained = explain(rulebook, results);
        for (RuleSpec spec : wanted) {
            boolean whole = shown.test(spec);
            List<CaseResult> own = results.stream()
                    .filter(result -> result.test().rule().equals(spec.id()) && (whole || !result.passed()))
                    .toList();
            if (whole || !own.isEmpty()) {
                text.group(spec, own, explained);
            }
        }
    }

    private static Map<CaseResult, List<Explanation>> explain(Rulebook rulebook, List<CaseResult> results)
            throws RulebookException {
        Map<CaseResult, List<Explanation>> explained = new HashMap<>();
        SortedMap<String, List<CaseResult>> failed = new TreeMap<>();
        results.stream().filter(result -> !result.passed()).forEach(result -> failed.computeIfAbsent(
                        result.test().rule(), rule -> new ArrayList<>())
                .add(result));
        if (failed.isEmpty()) {
            return explained;
        }
        try (Explainer explainer = new Explainer(rulebook, failed.keySet())) {
            failed.forEach((rule, its) -> its.forEach(result -> {
                Last last = result.last();
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
                                            last.policy())
                                    .stream()
                                    .filter(seen -> seen.rule().equals(rule))
                                    .toList());
                }
            }));
        }
        return explained;
    }

    private boolean honestDays(Rulebook rulebook, BooleanSupplier unwanted) {
        CleanTraffic traffic = CleanTraffic.of(Geography.starter());
        Optional<List<Alarm>> alarms = traffic.play(rulebook, unwanted);
        if (alarms.isEmpty()) {
            return true;
        }
        List<Row> rows = CleanTraffic.compare(rulebook, alarms.get()).stream()
                .filter(row -> rules.isEmpty()
                        || rules.contains(row.rule())
                        || row.rule().equals(RuleSession.FAILURE))
                .toList();
        if (json) {
            rows.forEach(row -> out.println(CaseJson.of(row)));
        } else {
            CleanText words = new CleanText(folder, rows, alarms.get());
            words.differences(out, traffic.accountDays());
            words.whatToDo(out);
        }
        return rows.stream().noneMatch(Row::worse);
    }
}
