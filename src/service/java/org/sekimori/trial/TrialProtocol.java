package org.sekimori.trial;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sekimori.rules.source.RulebookFiles;
import org.sekimori.rules.source.RulebookProblem;

/**
 * Binary protocol between parent and child. The parent trusts nothing that it reads: every length is bounded, every text is
 * UTF-8, and trailing bytes are an error.
 */
final class TrialProtocol {

    /** Starts a request. Between two requests a child may read {@link #STOP}. */
    static final int REQUEST = 0x53454b49;

    /** Cancels work that the child has not started. */
    static final byte STOP = 0;

    /** A line that is to be printed. */
    static final byte LINE = 'L';

    /** The last of an answer. */
    static final byte VERDICT = 'V';

    /** Longest part of an answer, in bytes. */
    static final int MOST_PART = 1 << 20;

    /** Longest answer with all its lines, in bytes. */
    static final int MOST_ANSWER = 16 << 20;

    private static final int MOST_TEXT = 4 * RulebookFiles.MAX_BYTES;
    private static final int MOST_OPTIONS = 2_100;
    private static final int MOST_PROBLEMS = 110;

    private TrialProtocol() {}

    /** A request to the child. */
    record Request(RulebookFiles files, SortedMap<String, String> options) {

        Request(RulebookFiles files, SortedMap<String, String> options) {
            this.files = files;
            this.options = new TreeMap<>(options);
        }

        boolean has(String option) {
            return options.containsKey(option);
        }
    }

    static byte[] write(Request request) {
        return bytes(out -> {
            out.writeInt(REQUEST);
            texts(out, request.options());
            texts(out, request.files().files());
        });
    }

    /** Reads the rest of a request, after {@link #REQUEST}. */
    static Request readRequest(DataInputStream in) throws IOException {
        SortedMap<String, String> options = readTexts(in);
        return new Request(new RulebookFiles(readTexts(in)), options);
    }

    static byte[] write(TrialResult verdict) {
        return bytes(out -> {
            out.writeBoolean(verdict.passed());
            text(out, verdict.rulebook());
            out.writeInt(verdict.rules());
            out.writeInt(verdict.ruleTests());
            problems(out, verdict.errors());
            problems(out, verdict.warnings());
            text(out, verdict.lock());
        });
    }

    static TrialResult readVerdict(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            TrialResult verdict = new TrialResult(
                    in.readBoolean(),
                    readText(in),
                    in.readInt(),
                    in.readInt(),
                    readProblems(in),
                    readProblems(in),
                    readText(in));
            if (in.read() >= 0) {
                throw new IOException("something follows the verdict");
            }
            return verdict;
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** A part of an answer with its head. */
    static byte[] part(byte kind, byte[] content) {
        return bytes(out -> {
            out.writeByte(kind);
            out.writeInt(content.length);
            out.write(content);
        });
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes everything", e);
        }
        return bytes.toByteArray();
    }

    private static void problems(DataOutputStream out, List<RulebookProblem> problems) throws IOException {
        out.writeInt(problems.size());
        for (RulebookProblem problem : problems) {
            text(out, problem.file());
            out.writeInt(problem.line());
            out.writeInt(problem.column());
            text(out, problem.message());
        }
    }

    private static List<RulebookProblem> readProblems(DataInputStream in) throws IOException {
        int count = bounded(in.readInt(), MOST_PROBLEMS);
        List<RulebookProblem> problems = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            problems.add(new RulebookProblem(
                    readText(in), Math.max(0, in.readInt()), Math.max(0, in.readInt()), readText(in)));
        }
        return problems;
    }

    private static void texts(DataOutputStream out, SortedMap<String, String> texts) throws IOException {
        out.writeInt(texts.size());
        for (var text : texts.entrySet()) {
            text(out, text.getKey());
            text(out, text.getValue());
        }
    }

    private static SortedMap<String, String> readTexts(DataInputStream in) throws IOException {
        int count = bounded(in.readInt(), MOST_OPTIONS);
        SortedMap<String, String> texts = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            texts.put(readText(in), readText(in));
        }
        return texts;
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = bounded(in.readInt(), MOST_TEXT);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return utf8(bytes);
    }

    /** The text of some bytes, which must be UTF-8. */
    static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static int bounded(int length, int most) throws IOException {
        if (length < 0 || length > most) {
            throw new IOException("a length is out of bounds");
        }
        return length;
    }
}
