package org.sekimori.trial;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Reads a child's answer to one request. */
final class TrialAnswerReader {

    private static final int HEAD = 1 + Integer.BYTES;
    private static final int MOST_LINE = 64 << 10;

    private final UntrustedProcess child;
    private final Duration deadline;
    private final long until;
    private final Consumer<String> line;
    private final BooleanSupplier unwanted;
    private final AtomicBoolean stopped = new AtomicBoolean();

    TrialAnswerReader(UntrustedProcess child, Duration deadline, Consumer<String> line, BooleanSupplier unwanted) {
        this.child = child;
        this.deadline = deadline;
        this.until = System.nanoTime() + deadline.toNanos();
        this.line = line;
        this.unwanted = unwanted;
    }

    /**
     * Reads up to the result.
     *
     * @throws IOException for an answer that no child of this program would give
     */
    TrialResult verdict() throws UntrustedProcess.ProcessFailedException, IOException {
        long left = TrialProtocol.MOST_ANSWER;
        while (true) {
            ByteBuffer head = ByteBuffer.wrap(read(HEAD));
            byte kind = head.get();
            int length = head.getInt();
            int most = kind == TrialProtocol.LINE ? MOST_LINE : TrialProtocol.MOST_PART;
            if ((kind != TrialProtocol.LINE && kind != TrialProtocol.VERDICT) || length < 0 || length > most) {
                throw new IOException("neither a line nor a verdict");
            }
            left -= HEAD + length;
            if (left < 0) {
                throw new IOException("the answer has no end");
            }
            byte[] content = read(length);
            if (kind == TrialProtocol.VERDICT) {
                return TrialProtocol.readVerdict(content);
            }
            line.accept(printable(TrialProtocol.utf8(content)));
        }
    }

    private byte[] read(int count) throws UntrustedProcess.ProcessFailedException {
        return child.read(count, until, deadline, this::stopIfUnwanted);
    }

    private void stopIfUnwanted() {
        if (unwanted.getAsBoolean() && stopped.compareAndSet(false, true)) {
            child.send(new byte[] {TrialProtocol.STOP});
        }
    }

    /** A line that cannot do more to a terminal than to be read; tabs stay, as they stand in the rules. */
    private static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean hidden = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SURROGATE;
            if (hidden && c != '\t') {
                // Within a text of JSON this is the same character.
                shown.append(String.format(c > Character.MAX_VALUE ? "\\u{%x}" : "\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
