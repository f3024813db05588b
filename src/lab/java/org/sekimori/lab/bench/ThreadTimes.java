package org.sekimori.lab.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Processor time of a Java process by what its threads do, from {@code jcmd PID Thread.print}.
 *
 * @param groups processor time so far of each group of threads; empty without {@code jcmd}, which a JRE lacks
 */
record ThreadTimes(Map<String, Duration> groups) {

    private static final Pattern THREAD =
            Pattern.compile("^\"(.*)\" .*?cpu=([0-9.]+)ms .*$", Pattern.MULTILINE);

    /** Groups by a part of a thread's name, the first that fits; the rest is {@value #OTHERS}. */
    private static final Map<String, Pattern> NAMES = names();

    static final String OTHERS = "others";

    private static Map<String, Pattern> names() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("compilers", "^C[12] CompilerThread|^Sweeper thread");
        parts.put("garbage collector", "^G1 |^GC Thread|^VM Thread|^Par");
        parts.put("neighbours", "neighbour");
        parts.put("step, its producer", "kafka-producer-network-thread.*step");
        parts.put("step", "step-StreamThread-\\d+$");
        parts.put("log, its producer", "sekimori-log-writer|kafka-producer-network-thread.*-log$");
        parts.put("endpoints", "^multiThreadIoEventLoop|sekimori-local-replies|sekimori-replies|^http-");
        parts.put("broker, requests", "kafka-request-handler|AddPartitionsToTxn");
        parts.put("broker, network", "kafka-network-thread|kafka-socket-acceptor");
        parts.put("readers of the log", "^sekimori-");
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        parts.forEach((group, part) -> patterns.put(group, Pattern.compile(part)));
        return patterns;
    }

    /** Those of a running process. */
    static ThreadTimes of(long process) throws IOException, InterruptedException {
        Path command = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(command)) {
            return new ThreadTimes(Map.of());
        }
        Process dump = new ProcessBuilder(command.toString(), Long.toString(process), "Thread.print")
                .redirectErrorStream(true)
                .start();
        String text = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        dump.waitFor();
        return read(text);
    }

    /** Reads a thread dump; lines without a processor time are passed over. */
    static ThreadTimes read(String dump) {
        Map<String, Duration> groups = new TreeMap<>();
        Matcher thread = THREAD.matcher(dump);
        while (thread.find()) {
            Duration time = Duration.ofNanos((long) (Double.parseDouble(thread.group(2)) * 1e6));
            groups.merge(group(thread.group(1)), time, Duration::plus);
        }
        return new ThreadTimes(groups);
    }

    private static String group(String name) {
        return NAMES.entrySet().stream()
                .filter(group -> group.getValue().matcher(name).find())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(OTHERS);
    }

    /** What was used since then; time of threads that have ended meanwhile is missing. */
    ThreadTimes since(ThreadTimes before) {
        Map<String, Duration> used = new TreeMap<>();
        groups.forEach((group, time) -> {
            Duration difference = time.minus(before.groups.getOrDefault(group, Duration.ZERO));
            used.put(group, difference.isNegative() ? Duration.ZERO : difference);
        });
        return new ThreadTimes(used);
    }
}
