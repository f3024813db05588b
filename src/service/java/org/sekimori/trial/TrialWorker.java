package org.sekimori.trial;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.sekimori.engine.RuleTestRunner;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.source.RulebookException;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;
import org.sekimori.trial.RulebookTrial.TrialLevel;

/**
 * The child's side: reads requests and answers each, until it is ended. The parent relies only on its own limits, whatever the
 * rules do.
 */
public final class TrialWorker {

    private final InputStream in;
    private final OutputStream out;
    private final RuleTestRun run;

    /** Runs a rulebook's tests and prints them, see {@link ProcessRulebookTrial.Session#runRuleTests}. */
    @FunctionalInterface
    public interface RuleTestRun {
        /**
         * Runs the tests.
         *
         * @param line prints a line
         * @param unwanted whether long work is cancelled
         * @return whether all passed
         */
        boolean run(
                RulebookFiles files, SortedMap<String, String> options, Consumer<String> line, BooleanSupplier unwanted)
                throws RulebookException;
    }

    private TrialWorker(InputStream in, OutputStream out, RuleTestRun run) {
        this.in = in;
        this.out = out;
        this.run = run;
    }

    /** Answers on the standard streams of this process, which must not be used otherwise. */
    public static void serve(RuleTestRun run) {
        InputStream in = new FileInputStream(FileDescriptor.in);
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        System.setOut(System.err);
        try {
            new TrialWorker(in, out, run).serve();
        } catch (EOFException e) {
            // The parent wants nothing more.
            System.exit(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("InfiniteLoopStatement") // Until the parent ends it.
    private void serve() throws IOException {
        DataInputStream data = new DataInputStream(in);
        while (true) {
            int first = data.readUnsignedByte();
            if (first != TrialProtocol.STOP) {
                data.readNBytes(Integer.BYTES - 1);
                say(TrialProtocol.VERDICT, TrialProtocol.write(answer(TrialProtocol.readRequest(data))));
            }
        }
    }

    private TrialResult answer(TrialProtocol.Request request) {
        try {
            if (request.has(RulebookTrial.CHECK)) {
                return checked(request);
            }
            if (request.has(RulebookTrial.RULE_TESTS)) {
                boolean passed = run.run(request.files(), request.options(), this::line, this::stopped);
                return new TrialResult(passed, "", 0, 0, List.of(), List.of(), "");
            }
            return tested(request);
        } catch (RulebookException e) {
            return TrialResult.refused(e.problems());
        }
    }

    private static TrialResult checked(TrialProtocol.Request request) {
        RulebookCheck.CheckReport report = RulebookCheck.check(
                request.files(), request.options().get(RulebookTrial.LOCK), request.has(RulebookTrial.RECORD));
        return new TrialResult(
                report.errors().isEmpty(),
                report.rulebook(),
                report.rules(),
                report.cases(),
                report.errors(),
                report.warnings(),
                report.lock());
    }

    private static TrialResult tested(TrialProtocol.Request request) throws RulebookException {
        try (Rulebook rulebook = Rulebook.compile(request.files())) {
            TrialLevel level = TrialLevel.valueOf(
                    request.options().getOrDefault(RulebookTrial.ASKED, TrialLevel.AGREEMENTS.name()));
            List<RulebookProblem> problems = new ArrayList<>();
            if (level == TrialLevel.AGREEMENTS) {
                problems.addAll(RulebookCheck.agreements(request.files(), rulebook));
            }
            if (level != TrialLevel.COMPILES && problems.isEmpty()) {
                problems.addAll(RuleTestRunner.run(rulebook));
            }
            return problems.isEmpty()
                    ? TrialResult.passed(rulebook.id())
                    : TrialResult.refused(new RulebookException(problems).problems());
        }
    }

    private void line(String line) {
        try {
            say(TrialProtocol.LINE, line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean stopped() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(byte kind, byte[] content) throws IOException {
        out.write(TrialProtocol.part(kind, content));
        out.flush();
    }
}
