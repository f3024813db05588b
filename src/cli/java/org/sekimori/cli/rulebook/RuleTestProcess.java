package org.sekimori.cli.rulebook;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.cli.support.Terminal;
import org.sekimori.rules.VersionLock;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.trial.RuleTestSession;

/** Runs a {@link RulebookTestRun} in a child process and prints its output. */
public final class RuleTestProcess implements AutoCloseable {

    private static final String FOLDER = "folder";
    private static final String RULES = "rules";
    private static final String CLEAN = "clean";
    private static final String SIGNS = "signs";
    private static final String JSON = "json";
    private static final String CHANGED = "changed";
    private static final String SINCE = "since";

    private final Path folder;
    private final Set<String> rules;
    private final boolean clean;
    private final PrintWriter out;
    private final boolean json;
    private final RuleTestSession session;

    /**
     * Configures the run.
     *
     * @param folder of the rulebook
     * @param rules ids of the rules to test; empty: all
     * @param clean whether to run clean traffic
     * @param json whether to print JSON
     * @param session closed with this object
     */
    RuleTestProcess(
            Path folder, Set<String> rules, boolean clean, PrintWriter out, boolean json, RuleTestSession session) {
        this.folder = folder;
        this.rules = rules;
        this.clean = clean;
        this.out = out;
        this.json = json;
        this.session = session;
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
        return run(files, options(since), unwanted);
    }

    /** Runs again; of rules without changed files prints only failing tests. */
    boolean rerun(RulebookFiles files, Set<String> changed, long since, BooleanSupplier unwanted)
            throws RulebookException {
        SortedMap<String, String> options = options(since);
        options.put(CHANGED, String.join("\n", changed));
        return run(files, options, unwanted);
    }

    private boolean run(RulebookFiles files, SortedMap<String, String> options, BooleanSupplier unwanted)
            throws RulebookException {
        List<RulebookProblem> unraised = unraised(files);
        if (json) {
            unraised.forEach(one -> out.println(RuleTestJson.of(one)));
        }
        boolean passed = session.runRuleTests(
                files,
                options,
                line -> {
                    out.println(line);
                    out.flush();
                },
                unwanted);
        if (!json && !unraised.isEmpty()) {
            out.println();
            unraised.forEach(one -> new RulebookProblemText(folder, files).print(out, one, "error"));
            out.flush();
        }
        return passed && unraised.isEmpty();
    }

    /**
     * Problems that {@code rules check --lock} would refuse to record; a version that is not recorded yet is not an error of a
     * test run.
     */
    private List<RulebookProblem> unraised(RulebookFiles files) throws RulebookException {
        try {
            return VersionLock.read(folder).unraised(files).stream()
                    .filter(one -> rules.isEmpty()
                            || rules.stream().anyMatch(rule -> one.file().contains("/" + rule + "/")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder.resolve(RulebookFiles.VERSION_LOCK), e);
        }
    }

    private SortedMap<String, String> options(long since) {
        SortedMap<String, String> options = new TreeMap<>();
        options.put(FOLDER, folder.toString());
        options.put(RULES, String.join("\n", rules));
        options.put(SINCE, Long.toString(System.nanoTime() - since));
        if (clean) {
            options.put(CLEAN, "");
        }
        if (json) {
            options.put(JSON, "");
        }
        if (Terminal.out() && "UTF-8".equalsIgnoreCase(System.getProperty("native.encoding"))) {
            options.put(SIGNS, "");
        }
        return options;
    }

    /** The child's side of {@link #run}. */
    public static boolean run(
            RulebookFiles files, SortedMap<String, String> options, Consumer<String> line, BooleanSupplier unwanted)
            throws RulebookException {
        return run(files, options, line, unwanted, CleanTrafficRun.installed());
    }

    /** The same with clean traffic of the caller's. */
    static boolean run(
            RulebookFiles files,
            SortedMap<String, String> options,
            Consumer<String> line,
            BooleanSupplier unwanted,
            Optional<CleanTrafficRun> clean)
            throws RulebookException {
        try (PrintWriter printer = new PrintWriter(new Lines(line))) {
            RulebookTestRun run = new RulebookTestRun(
                    Path.of(options.getOrDefault(FOLDER, "")),
                    set(options.getOrDefault(RULES, "")),
                    options.containsKey(CLEAN),
                    printer,
                    options.containsKey(SIGNS),
                    options.containsKey(JSON),
                    clean);
            long since = System.nanoTime() - Long.parseLong(options.getOrDefault(SINCE, "0"));
            return options.containsKey(CHANGED)
                    ? run.rerun(files, set(options.getOrDefault(CHANGED, "")), since, unwanted)
                    : run.run(files, since, unwanted);
        }
    }

    private static Set<String> set(String lines) {
        return lines.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(lines.split("\n", -1)));
    }

    /**
     * Prints the problems of an unusable rulebook.
     *
     * @param files the files read; null if that failed
     */
    void print(RulebookException problem, @Nullable RulebookFiles files) {
        if (json) {
            problem.problems().forEach(one -> out.println(RuleTestJson.of(one)));
        } else {
            out.println("The rulebook in " + folder + " cannot be used:");
            for (RulebookProblem one : problem.problems()) {
                if (one.file().equals(".")) {
                    out.println(one.message());
                } else {
                    new RulebookProblemText(folder, files).print(out, one, "error");
                }
            }
        }
        out.flush();
    }

    @Override
    public void close() {
        session.close();
    }

    /** Splits output into lines. */
    private static final class Lines extends Writer {

        private final Consumer<String> line;
        private final StringBuilder begun = new StringBuilder();

        Lines(Consumer<String> line) {
            this.line = line;
        }

        @Override
        public void write(char[] text, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                if (text[i] == '\n') {
                    line.accept(begun.toString());
                    begun.setLength(0);
                } else if (text[i] != '\r') {
                    begun.append(text[i]);
                }
            }
        }

        @Override
        public void flush() {
            // A line is passed on when it is whole.
        }

        @Override
        public void close() {
            if (!begun.isEmpty()) {
                line.accept(begun.toString());
            }
        }
    }
}
