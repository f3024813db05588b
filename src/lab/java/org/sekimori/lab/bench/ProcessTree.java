package org.sekimori.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Processes with all of their descendants, as Linux counts them.
 *
 * @param roots their ids
 */
record ProcessTree(List<Long> roots) {

    /** Fields of {@code /proc/PID/stat} after the name: user, system, and the same of children that ended. */
    private static final int FIRST_TIME = 11;

    private static final int TIMES = 4;

    /** Linux counts processor time in hundredths of a second, whatever the kernel's own clock. */
    private static final long TICK_MILLIS = 10;

    private static final long KIBIBYTE = 1024;

    /** Processor time so far, that of children that ended included; zero where there is no {@code /proc}. */
    Duration processorTime() {
        long ticks = 0;
        for (long id : all()) {
            Optional<String> stat = read(id, "stat");
            if (stat.isPresent()) {
                String text = stat.get();
                String[] fields =
                        text.substring(text.lastIndexOf(')') + 2).strip().split(" ");
                for (int time = FIRST_TIME; time < FIRST_TIME + TIMES; time++) {
                    ticks += Long.parseLong(fields[time]);
                }
            }
        }
        return Duration.ofMillis(ticks * TICK_MILLIS);
    }

    /** Memory in octets, pages that are shared with others in proportion; 0 where there is no {@code /proc}. */
    long memory() {
        return all().stream()
                .flatMap(id -> read(id, "smaps_rollup").stream().flatMap(String::lines))
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                .sum();
    }

    private List<Long> all() {
        return roots.stream()
                .flatMap(id -> ProcessHandle.of(id).stream())
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .map(ProcessHandle::pid)
                .distinct()
                .toList();
    }

    /** Nothing of a process that has ended meanwhile. */
    private static Optional<String> read(long id, String name) {
        try {
            return Optional.of(Files.readString(Path.of("/proc", Long.toString(id), name)));
        } catch (AccessDeniedException e) {
            throw new UncheckedIOException("cannot read what process " + id + " uses; measure as root", e);
        } catch (IOException e) {
            // Linux has neither the file nor the process any more.
            return Optional.empty();
        }
    }
}
