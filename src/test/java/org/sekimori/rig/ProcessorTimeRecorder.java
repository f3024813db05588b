package org.sekimori.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Writes down how much processor time each test class took, with the processes that it started, for the table at the end of a run
 * ({@code src/test/slowest}). Unlike the time on the clock it says the same on a machine that is busy with other things. JUnit finds this
 * class by itself; where there is no {@code /proc} it does nothing.
 */
public final class ProcessorTimeRecorder implements BeforeAllCallback, AfterAllCallback {

    private static final Path FOLDER = Path.of("target", "processor-time");
    private static final Path PROCESSES = Path.of("/proc");
    /** Of processor time in {@code /proc/PID/stat}, on every platform of Linux. */
    private static final double TICKS_PER_SECOND = 100;

    /** The first one after the name: the numbers of fields are those of proc(5), less the two before. */
    private static final int USER = 11;

    private final Map<String, Double> began = new ConcurrentHashMap<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        if (Files.isReadable(PROCESSES.resolve("self/stat"))) {
            began.put(context.getUniqueId(), spent());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Double before = began.remove(context.getUniqueId());
        Class<?> test = context.getRequiredTestClass();
        if (before == null || test.isMemberClass()) {
            return;
        }
        Files.createDirectories(FOLDER);
        Files.writeString(
                FOLDER.resolve(ProcessHandle.current().pid() + ".txt"),
                String.format(Locale.ROOT, "%s %.1f%n", test.getName(), Math.max(0, spent() - before)),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Seconds of this process and its children, of those that have ended and those that run. */
    private static double spent() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
            return Stream.concat(Stream.of(ProcessHandle.current()), children)
                    .mapToDouble(process -> spent(process.pid()))
                    .sum();
        }
    }

    private static double spent(long process) {
        try {
            String stat =
                    Files.readString(PROCESSES.resolve(Long.toString(process)).resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double ticks = 0;
            for (int field = USER; field < USER + 4; field++) {
                ticks += Long.parseLong(fields[field]);
            }
            return ticks / TICKS_PER_SECOND;
        } catch (IOException e) {
            // It has ended meanwhile, and counts among the ended children of its parent.
            return 0;
        }
    }
}
