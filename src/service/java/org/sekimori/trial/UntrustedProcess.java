package org.sekimori.trial;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sekimori.text.EscapedText;

/**
 * An untrusted process with bounded input and output, which is ended with all its descendants. Nothing here waits longer than the
 * deadline, whatever the process does: output is read only when available.
 */
final class UntrustedProcess implements AutoCloseable {

    private static final long LOOK_MILLIS = 5;
    private static final int LAST_LOOKS = 20;
    private static final long END_SECONDS = 5;
    private static final int MOST_COMPLAINT = 2_000;
    private static final int TOLD = 200;

    private final Process process;
    private final Path folder;
    private final ByteArrayOutputStream complaint = new ByteArrayOutputStream();

    /** It did not answer; the message is the end of a sentence about it. */
    static final class ProcessFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        ProcessFailedException(String message) {
            super(message);
        }
    }

    private UntrustedProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts a command within limits.
     *
     * @param effort its share of the processor
     * @param visible files that the command reads
     */
    static UntrustedProcess start(
            ProcessIsolation isolation,
            ProcessIsolation.ProcessorLimit effort,
            List<Path> visible,
            List<String> command)
            throws ProcessFailedException {
        try {
            Path folder = Files.createTempDirectory("sekimori-trial");
            try {
                return new UntrustedProcess(
                        ProcessIsolation.start(isolation.command(folder, effort, visible, command), folder)
                                .start(),
                        folder);
            } catch (IOException e) {
                Files.deleteIfExists(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new ProcessFailedException("its process could not be started: " + e.getMessage());
        }
    }

    /** Where it works, as the system outside sees it. */
    Path folder() {
        return folder;
    }

    /** Gives it bytes. In a thread of its own, since it may never read them; the thread ends with the process. */
    void send(byte[] bytes) {
        Thread thread = new Thread(
                () -> {
                    try {
                        OutputStream in = process.getOutputStream();
                        in.write(bytes);
                        in.flush();
                    } catch (IOException e) {
                        // It has ended; its reader reports how.
                        Thread.currentThread().interrupt();
                    }
                },
                "sekimori-trial-input");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Reads exactly this many bytes of its output.
     *
     * @param until {@link System#nanoTime} of the deadline
     * @param limit the deadline, for messages
     * @param waiting called repeatedly while no output is available
     */
    byte[] read(int count, long until, Duration limit, Runnable waiting) throws ProcessFailedException {
        byte[] bytes = new byte[count];
        int have = 0;
        int gone = 0;
        InputStream out = process.getInputStream();
        try {
            while (have < count) {
                drain();
                if (System.nanoTime() - until > 0) {
                    throw new ProcessFailedException("it took longer than " + limit.toSeconds() + " s and was ended");
                }
                // Its last output may arrive after its end.
                gone = process.isAlive() ? 0 : gone + 1;
                int ready = out.available();
                if (ready > 0) {
                    have += Math.max(0, out.read(bytes, have, Math.min(ready, count - have)));
                } else if (gone > LAST_LOOKS) {
                    throw new ProcessFailedException("its process ended before its answer, " + ending());
                } else {
                    waiting.run();
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                }
            }
            return bytes;
        } catch (IOException e) {
            throw new ProcessFailedException("its answer could not be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessFailedException("the service is being stopped");
        }
    }

    /** Keeps the beginning of its error output, and discards the rest. */
    private void drain() throws IOException {
        InputStream err = process.getErrorStream();
        int ready = err.available();
        if (ready > 0) {
            byte[] some = new byte[Math.min(ready, 8192)];
            int read = err.read(some);
            int kept = Math.min(read, MOST_COMPLAINT - complaint.size());
            if (kept > 0) {
                complaint.write(some, 0, kept);
            }
        }
    }

    private String ending() throws IOException {
        drain();
        String said = complaint.toString(StandardCharsets.UTF_8).strip();
        int code = process.exitValue();
        String why =
                switch (code) {
                    // Exit code of Java's -XX:+ExitOnOutOfMemoryError.
                    case 3 -> "because its memory was used up";
                    // 128 and the number of the signal.
                    case 137, 152 -> "because its processor time was used up, or the system ended it";
                    default -> "with exit code " + code;
                };
        return said.isEmpty() ? why : why + ": " + EscapedText.of(said, TOLD);
    }

    /** Ends it, and its descendants as far as they can be found. */
    @Override
    public void close() {
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
            Files.deleteIfExists(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // A child without isolation may have left something there; it is in the folder for temporary files.
            folder.toFile().deleteOnExit();
        }
    }
}
