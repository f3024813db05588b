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
import org.sekimori.engine.CaseRunner;
import org.sekimori.rules.Problem;
import org.sekimori.rules.Rulebook;
import org.sekimori.rules.RulebookCheck;
import org.sekimori.rules.RulebookException;
import org.sekimori.rules.RulebookFiles;
import org.sekimori.trial.RulebookTrial.Asked;

/**
 * The child's side: reads requests, answers each, and goes on until it is ended. Whatever the rules do, its parent relies on nothing
 * but its own limits.
 */
public final class TrialProcess {

    private final InputStream in;
    private final OutputStream out;
    private final Round round;

    /** Runs a rulebook's cases and prints them, see {@link ChildTrial.Session#round}. */
    @FunctionalInterface
    public interface Round {
        /**
         * Runs them.
         *
         * @param line prints a line
         * @param unwanted whether what takes long is not wanted any more
         * @return whether all passed
         */
        boolean run(
                RulebookFiles files, SortedMap<String, String> options, Consumer<String> line, BooleanSupplier unwanted)
                throws RulebookException;
    }

    private TrialProcess(InputStream in, OutputStream out, Round round) {
        this.in = in;
        this.out = out;
        this.round = round;
    }

    /** Answers on the standard streams of this process, of which nothing else may make use. */
    public static void serve(Round round) {
        InputStream in = new FileInputStream(FileDescriptor.in);
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        System.setOut(System.err);
        try {
            new TrialProcess(in, out, round).serve();
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
            if (first != Wire.STOP) {
                data.readNBytes(Integer.BYTES - 1);
                say(Wire.VERDICT, Wire.write(answer(Wire.readRequest(data))));
            }
        }
    }

    private Verdict answer(Wire.Request request) {
        try {
            if (request.has(RulebookTrial.CHECK)) {
                return checked(request);
            }
            if (request.has(RulebookTrial.ROUND)) {
                boolean passed = round.run(request.files(), request.options(), this::line, this::stopped);
                return new Verdict(passed, "", 0, 0, List.of(), List.of(), "");
            }
            return tested(request);
        } catch (RulebookException e) {
            return Verdict.refused(e.problems());
        }
    }

    private static Verdict checked(Wire.Request request) {
        RulebookCheck.Report report = RulebookCheck.check(
                request.files(), request.options().get(RulebookTrial.LOCK), request.has(RulebookTrial.RECORD));
        return new Verdict(
                report.errors().isEmpty(),
                report.rulebook(),
                report.rules(),
                report.cases(),
                report.errors(),
                report.warnings(),
                report.lock());
    }

    private static Verdict tested(Wire.Request request) throws RulebookException {
        try (Rulebook rulebook = Rulebook.compile(request.files())) {
            Asked asked = Asked.valueOf(request.options().getOrDefault(RulebookTrial.ASKED, Asked.AGREEMENTS.name()));
            List<Problem> problems = new ArrayList<>();
            if (asked == Asked.AGREEMENTS) {
                problems.addAll(RulebookCheck.agreements(request.files(), rulebook));
            }
            if (asked != Asked.COMPILES && problems.isEmpty()) {
                problems.addAll(CaseRunner.run(rulebook));
            }
            return problems.isEmpty()
                    ? Verdict.passed(rulebook.id())
                    : Verdict.refused(new RulebookException(problems).problems());
        }
    }

    private void line(String line) {
        try {
            say(Wire.LINE, line.getBytes(StandardCharsets.UTF_8));
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
        out.write(Wire.part(kind, content));
        out.flush();
    }
}
