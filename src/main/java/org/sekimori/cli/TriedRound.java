package org.sekimori.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;
import org.sekimori.trial.ChildTrial;

/** Has a {@link TestRound} run in a child process, and prints what it says. */
final class TriedRound implements AutoCloseable {

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
    private final ChildTrial.Session session;

    /**
     * What is run, and where it is printed.
     *
     * @param folder of the rulebook
     * @param rules ids of the rules whose cases and honest days are wanted; empty: all
     * @param clean whether the honest days are run
     * @param json whether a program reads it
     * @param session closed with the round
     */
    TriedRound(
            Path folder, Set<String> rules, boolean clean, PrintWriter out, boolean json, ChildTrial.Session session) {
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

    /** The same, but of the rules none of whose files changed only the cases that fail are printed. */
    boolean runAgain(RulebookFiles files, Set<String> changed, long since, BooleanSupplier unwanted)
            throws RulebookException {
        SortedMap<String, String> options = options(since);
        options.put(CHANGED, String.join("\n", changed));
        return run(files, options, unwanted);
    }

    private boolean run(RulebookFiles files, SortedMap<String, String> options, BooleanSupplier unwanted)
            throws RulebookException {
        return session.round(
                files,
                options,
                line -> {
                    out.println(line);
                    out.flush();
                },
                unwanted);
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

    /** The child's side: runs what {@link #run} asked for. */
    static boolean run(
            RulebookFiles files, SortedMap<String, String> options, Consumer<String> line, BooleanSupplier unwanted)
            throws RulebookException {
        try (PrintWriter printer = new PrintWriter(new Lines(line))) {
            TestRound round = new TestRound(
                    Path.of(options.getOrDefault(FOLDER, "")),
                    set(options.getOrDefault(RULES, "")),
                    options.containsKey(CLEAN),
                    printer,
                    options.containsKey(SIGNS),
                    options.containsKey(JSON));
            long since = System.nanoTime() - Long.parseLong(options.getOrDefault(SINCE, "0"));
            return options.containsKey(CHANGED)
                    ? round.runAgain(files, set(options.getOrDefault(CHANGED, "")), since, unwanted)
                    : round.run(files, since, unwanted);
        }
    }

    private static Set<String> set(String lines) {
        return lines.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(lines.split("\n", -1)));
    }

    /** Prints why a rulebook cannot be used. */
    void print(RulebookException problem) {
        if (json) {
            problem.problems().forEach(one -> out.println(CaseJson.of(one)));
        } else {
            out.println("The rulebook in " + folder + " cannot be used:");
            problem.problems()
                    .forEach(one -> out.println("  " + (one.file().equals(".") ? one.message() : one.toString())));
        }
        out.flush();
    }

    @Override
    public void close() {
        session.close();
    }

    /** Cuts what is written into lines. */
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
