package org.sekimori.rig;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that goes to the background and is stopped by a command of its own.
 *
 * @param folder where commands may put temporary files
 * @param pidFile where the daemon writes the number of its first process
 * @param start program and arguments that start it
 * @param stop program and arguments that stop it
 */
record DaemonProcess(Path folder, Path pidFile, List<String> start, List<String> stop) {

    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

    void launch() {
        ExternalCommand.Result result = run(start);
        if (result.exitCode() != 0) {
            throw new IllegalStateException(start + " ended with " + result.exitCode() + ": " + result.output());
        }
    }

    /**
     * Stops this daemon and returns when every one of its processes is gone. Does nothing if it does not run.
     *
     * @throws org.awaitility.core.ConditionTimeoutException if a process stays for 20 seconds
     */
    void halt() {
        Optional<ProcessHandle> running = first();
        if (running.isEmpty()) {
            return;
        }
        List<ProcessHandle> all =
                Stream.concat(running.stream(), running.get().descendants()).toList();
        run(stop);
        await("end of " + start)
                .atMost(STOP_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> all.stream().allMatch(DaemonProcess::isGone));
        forget();
    }

    /** The number in the file may soon belong to another process: a second stop must not find it. */
    private void forget() {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ExternalCommand.Result run(List<String> command) {
        return ExternalCommand.run(folder, command.get(0), command.subList(1, command.size()));
    }

    private Optional<ProcessHandle> first() {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ended, or ended and only not yet collected by the first process of a container, which may never do that. */
    private static boolean isGone(ProcessHandle process) {
        try {
            return !process.isAlive()
                    || Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
                            .contains(") Z ");
        } catch (IOException e) {
            return true;
        }
    }
}
